import { openDatabase, dataSourceOptions } from '../../server/db/data-source.js'
import { newId } from '../../server/db/id.js'
import { inTransaction } from '../../server/db/transaction.js'
import { addJobs } from '../../server/jobs/jobs.js'
import { timerStartJob } from '../../server/processes/start-timers.js'
import { chain, diagram, end, service, timer } from '../support/diagram.js'
import type { Place } from './place.js'

const never = '2099-01-01T00:00:00.000Z'
const starts = `<bpmn:startEvent id="start"><bpmn:timerEventDefinition><bpmn:timeDate xsi:type="bpmn:tFormalExpression">${never}</bpmn:timeDate></bpmn:timerEventDefinition></bpmn:startEvent>`

/**
 * Due jobs put straight into the database, for the servers to find: each starts an instance (nothing but its lease keeps that from happening
 * twice), and each instance has a timer, after which it makes one record.
 */
export interface Ticks {
  fed: number
  feed(more: number): Promise<void>
  /** What the servers have made of them. */
  counts(): Promise<{ instances: number; ended: number; timers: number; records: number; jobs: number }>
  close(): Promise<void>
}

export async function someTicks(place: Place, url: string): Promise<Ticks> {
  const xml = diagram(
    starts +
      timer('wait', 'PT1S') +
      service('make', { type: 'create-record', form: 'trace' }, { of: '"tick"' }) +
      end() +
      chain('start', 'wait', 'make', 'end'),
  ).replaceAll('"process"', '"ticks"')
  const { id, revision, problems } = await place.admin.must('POST', `/apps/${place.app}/processes`, { name: 'ticks', xml })
  const errors = problems.filter((each: { severity: string }) => each.severity === 'error')
  if (errors.length > 0) throw new Error(JSON.stringify(errors))
  await place.admin.must('POST', `/processes/${id}/publish`, { revision })
  const db = await openDatabase(dataSourceOptions({ folder: place.folder, url }))
  const [version] = await db.query<{ id: string }[]>('SELECT id FROM process_versions WHERE process_id = ?', [id])
  const start = { process: id as string, definition: version!.id, element: 'start', due: { dueAt: '2026-01-01T00:00:00.000Z' } }
  const traces = (await place.found()).tables.forms!.find(row => row.form_key === 'trace')!.table_name as string
  const ticks: Ticks = {
    fed: 0,
    async feed(more) {
      const jobs = Array.from({ length: more }, () => ({ ...timerStartJob(start), id: newId() }))
      await inTransaction(db, tx => addJobs(tx, jobs))
      ticks.fed += more
    },
    async counts() {
      const of = (what: string) => place.count(`SELECT COUNT(*) AS n FROM ${what}`)
      return {
        instances: await of(`instances WHERE definition = '${start.definition}'`),
        ended: await of(`instances WHERE definition = '${start.definition}' AND status = 'completed'`),
        timers: await of("activity_log WHERE element = 'wait' AND type = 'completed'"),
        records: await of(`${traces} WHERE f_of = 'tick'`),
        jobs: await of(`jobs WHERE kind IN ('start-timer', 'timer') AND next_at < '${never}'`),
      }
    },
    close: () => db.destroy(),
  }
  return ticks
}
