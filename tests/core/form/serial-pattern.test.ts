import { formatSerial, serialScope } from '#core/form/serial-pattern'

/** 31 December in London is already the new year in Shanghai. */
const newYear = '2026-12-31T16:30:00.000Z'

describe('core/form/serial-pattern', () => {
  it.each([
    ['KH-{YYYY}{MM}{DD}-{0000}', 'Asia/Shanghai', 7, 'KH-20270101-0007'],
    ['KH-{YYYY}{MM}{DD}-{0000}', 'Europe/London', 7, 'KH-20261231-0007'],
    ['{YY}/{00}', 'Asia/Shanghai', 123, '27/123'],
    ['合同{000}号', 'Asia/Shanghai', 1, '合同001号'],
  ])('writes %s in %s', (pattern, zone, n, written) => {
    expect(formatSerial(pattern, newYear, zone, n)).toBe(written)
  })

  it('counts anew when a date part changes, and only then', () => {
    const scopes = (pattern: string) =>
      ['2026-12-30T00:00:00Z', '2026-12-31T00:00:00Z', newYear].map(at => serialScope(pattern, at, 'Asia/Shanghai'))
    expect(new Set(scopes('K{YYYY}{MM}{DD}{000}')).size).toBe(3)
    expect(new Set(scopes('K{YYYY}{000}')).size).toBe(2)
    expect(new Set(scopes('K{000}')).size).toBe(1)
  })
})
