import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { judgedRows, withTable, type Judged } from '../../support/element-table.js'

const readme = join(__dirname, '../../../server/core/process/README.md')

describe('the table of elements', () => {
  let rows: Judged[]
  beforeAll(async () => {
    rows = await judgedRows()
  })

  it('has a story for everything that is not refused', () => {
    expect(rows.filter(row => row.told.length === 0 && row.refused === undefined).map(row => row.name)).toEqual([])
  })

  it('stands in the README as it is today', () => {
    const today = withTable(readFileSync(readme, 'utf8'), rows)
    if (process.env.WRITE) writeFileSync(readme, today)
    expect(readFileSync(readme, 'utf8')).toBe(today)
  })
})
