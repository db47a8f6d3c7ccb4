import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { kindOf, kinds } from '#core/form/fields/index'
import type { Field, Value } from '#core/form/form'
import type { Json } from '#core/problem'
import { aContext } from '../../support/forms.js'

/**
 * One line per case in cases/<kind>.json. `field` is what differs from a bare field; then either `raw` (as JSON arrives) or `text`
 * (a spreadsheet's cell), and either the canonical `value` (absent: empty) or the `problem`. `shown` and `seen` are what people
 * and expressions make of the value.
 */
interface Case {
  why: string
  field?: Partial<Field>
  raw?: Json
  text?: string
  value?: Json
  problem?: { code: string; at?: string; params?: Json }
  shown?: string
  shownEnglish?: string
  seen?: Json
}

const folder = join(__dirname, 'cases')

describe('core/form/fields - every kind has cases', () => {
  it.each(Object.keys(kinds))('%s', kind => {
    expect(readdirSync(folder)).toContain(`${kind}.json`)
  })
})

describe.each(Object.keys(kinds))('core/form/fields - %s', kind => {
  const cases = JSON.parse(readFileSync(join(folder, `${kind}.json`), 'utf8')) as Case[]

  it.each(cases.map(each => [each.why, each] as const))('%s', (_why, { field: settings, ...given }) => {
    const field = { kind, key: 'f', label: 'F', ...settings } as Field
    const subject = kindOf(field)
    // when
    const raw = given.text === undefined ? given.raw : subject.fromText(field, given.text)
    const read = subject.parse(field, raw, aContext)
    // then
    if (given.problem) {
      expect(read).toEqual({ problems: [{ at: 'f', ...given.problem }] })
      return
    }
    expect(read).toEqual({ value: given.value })
    const value = (read as { value: Value | undefined }).value
    if (given.shown !== undefined) expect(subject.toText(field, value, 'zh', aContext.zone)).toBe(given.shown)
    if (given.shownEnglish !== undefined) expect(subject.toText(field, value, 'en', aContext.zone)).toBe(given.shownEnglish)
    if (given.seen !== undefined) expect(subject.toExpression(field, value)).toEqual(given.seen)
    // A canonical value is accepted again, unchanged: what a form shows may be sent back. Only serial numbers are never taken.
    if (kind !== 'serial') expect(subject.parse(field, value, aContext)).toEqual({ value })
  })
})
