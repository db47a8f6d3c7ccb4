// What looking for due jobs costs while there are none: a million timers of the future, and the same look by the predicate that is usual elsewhere.
import { claimJobs } from '../../../server/dist/jobs/claim-jobs.js'
import { place, seconds, writer } from '../place.mjs'

export async function idlePoll(small) {
  const [timers, times] = [small ? 1000 : 1_000_000, small ? 10 : 2000]
  const here = await place()
  try {
    const sql = writer(here.db)
    sql.pragma('synchronous = OFF')
    const counted = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${timers})`
    const due = "strftime('%Y-%m-%dT%H:%M:%fZ', '2030-01-01', (i % 500000) || ' minutes')"
    sql.exec(
      `${counted} INSERT INTO jobs (id, kind, instance_id, next_at, attempts, payload) SELECT printf('%026d.1', i), 'timer', printf('%026d', i), ${due}, 0, '{}' FROM n`,
    )
    sql.exec('CREATE TABLE usual (id TEXT PRIMARY KEY, status TEXT, due TEXT, locked_until TEXT)')
    sql.exec(`${counted} INSERT INTO usual SELECT printf('%026d.1', i), 'waiting', ${due}, NULL FROM n`)
    sql.exec('CREATE INDEX usual_status ON usual (status)')
    const now = new Date()
    const poll = () => claimJobs(here.db, now, 20, 60_000)
    const usual = sql.prepare(
      "SELECT id FROM usual WHERE status = 'waiting' AND due <= ? AND (locked_until IS NULL OR locked_until < ?) ORDER BY due LIMIT 20",
    )
    await seconds(times, poll)
    const ours = (await seconds(times, poll)) / times
    const theirs = await seconds(3, () => usual.all(now.toISOString(), now.toISOString()))
    return [
      {
        name: `an idle look for jobs, ${timers.toLocaleString('en')} future timers`,
        value: ours * 1e6,
        unit: 'µs',
        against: 'status, due and lock in three columns, index by status',
        ratio: theirs / 3 / ours,
        goal: '< 50 µs',
      },
    ]
  } finally {
    await here.close()
  }
}
