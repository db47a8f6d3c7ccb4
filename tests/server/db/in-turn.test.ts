import type { DataSource } from 'typeorm'
import { dataSourceOptions, openDatabase } from '../../../server/db/data-source.js'
import { inTurn } from '../../../server/db/in-turn.js'
import { newDatabase, runSocket } from '../../support/mariadb.js'

jest.setTimeout(60_000)
const mariadb = runSocket() ? describe : describe.skip

mariadb('servers that start at the same time on an empty database', () => {
  let place: { url: string; drop(): Promise<void> }
  const open: DataSource[] = []
  beforeAll(async () => {
    place = await newDatabase()
  })
  afterAll(async () => {
    for (const db of open) await db.destroy()
    await place?.drop()
  })
  const start = async (): Promise<DataSource> => {
    const db = await openDatabase(dataSourceOptions({ folder: '/nowhere', url: place.url }))
    open.push(db)
    return db
  }

  it('make its tables one after the other, each once', async () => {
    const [db] = await Promise.all([start(), start(), start(), start()])
    const done = await db!.query<{ name: string }[]>('SELECT name FROM schema_migrations')
    expect(done.length).toBeGreaterThan(10)
    expect(new Set(done.map(row => row.name)).size).toBe(done.length)
    expect(await db!.query('SELECT * FROM start_turns')).toEqual([])
  })

  it('never work at the same time, and do not wait for one that died', async () => {
    const [one, two] = open as [DataSource, DataSource]
    let inside = 0
    let most = 0
    const work = async (): Promise<void> => {
      most = Math.max(most, ++inside)
      await new Promise(wake => setTimeout(wake, 30))
      inside--
    }
    await one.query("INSERT INTO start_turns (name, holder, until) VALUES ('migrations', 'dead', '2026-01-01T00:00:00.000Z')")
    await Promise.all([one, two, one, two].map(db => inTurn(db, work)))
    expect(most).toBe(1)
  })
})
