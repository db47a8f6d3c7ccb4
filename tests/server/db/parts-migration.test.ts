import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dataSourceOptions, openDatabase } from '../../../server/db/data-source.js'
import { migrations } from '../../../server/db/migrations/index.js'
import { Parts0000000000019 } from '../../../server/db/migrations/0019-parts.js'
import { eachDatabase } from '../../support/each-database.js'
import { newDatabase } from '../../support/mariadb.js'

jest.setTimeout(120_000)

eachDatabase('a database of before parts', database => {
  it('keeps its variables, whose sizes are then known', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'formloom-parts-'))
    const place = database === 'mariadb' ? await newDatabase() : undefined
    const options = dataSourceOptions({ folder, ...(place ? { url: place.url } : {}) })
    const before = await openDatabase({ ...options, migrations: migrations.slice(0, migrations.indexOf(Parts0000000000019)) })
    const large = JSON.stringify('x'.repeat(20_000))
    for (const [name, value] of [
      ['small', '1'],
      ['large', large],
    ])
      await before.query('INSERT INTO variables (instance_id, scope, name, value) VALUES (?, ?, ?, ?)', ['i', 'i.1', name, value])
    await before.destroy()
    const after = await openDatabase(options)
    const rows: unknown = await after.query('SELECT name, part, size, value FROM variables ORDER BY name')
    expect(rows).toEqual([
      { name: 'large', part: '', size: large.length, value: large },
      { name: 'small', part: '', size: 1, value: '1' },
    ])
    await after.destroy()
    rmSync(folder, { recursive: true })
  })
})
