import { aMatter } from '../../support/approving.js'
import { cells, checkCell, deeds, situations } from '../../support/approval-matrix.js'

describe('every verb of an approval in every situation', () => {
  test('the table is whole', () => {
    expect(new Set(cells.map(cell => cell.situation))).toEqual(new Set(Object.keys(situations)))
    expect(new Set(cells.map(cell => cell.deed))).toEqual(new Set(Object.keys(deeds)))
    expect(cells.every(cell => cell.after !== '')).toBe(true)
  })

  test.each(cells)('$deed, $situation: $after', async cell => {
    await checkCell(await aMatter(situations[cell.situation]!.xml), cell)
  })
})
