import fc from 'fast-check'
import { compareDecimals, fromFloat, roundDecimal, toDecimal } from '#core/form/decimal'
import { kindOf, kinds } from '#core/form/fields/index'
import type { Field, Value } from '#core/form/form'
import { sameValue } from '#core/form/same-value'
import { validate } from '#core/form/validate'
import { evaluateInProcess } from '#core/rule/evaluate'
import { aContext, aForm } from '../../support/forms.js'

/** Hundredths as an exact integer beside their text: BigInt is the oracle. */
const cents = fc.bigInt({ min: -(10n ** 15n - 1n), max: 10n ** 15n - 1n })
const written = (units: bigint) => {
  const digits = (units < 0n ? -units : units).toString().padStart(3, '0')
  return `${units < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

describe('core/form/decimal - laws', () => {
  it('keeps what is canonical', () => {
    fc.assert(fc.property(cents, units => expect(toDecimal(written(units), 2)).toEqual({ value: written(units) })))
  })
  it('reads other spellings of a number as the same', () => {
    const spell = fc.tuple(cents, fc.nat(4), fc.nat(4)).map(([units, before, after]) => {
      const canonical = written(units)
      const [sign, rest] = canonical.startsWith('-') ? ['-', canonical.slice(1)] : ['+', canonical]
      return { canonical, other: sign + '0'.repeat(before) + rest + '0'.repeat(after) }
    })
    fc.assert(fc.property(spell, ({ canonical, other }) => expect(toDecimal(other, 2)).toEqual({ value: canonical })))
  })
  it('orders like integers', () => {
    fc.assert(
      fc.property(cents, cents, (a, b) => expect(compareDecimals(written(a), written(b))).toBe(a < b ? -1 : a > b ? 1 : 0)),
    )
  })
  it('rounds half away from zero, like integers do', () => {
    fc.assert(
      fc.property(cents, units => {
        const magnitude = ((units < 0n ? -units : units) + 50n) / 100n
        expect(roundDecimal(written(units), 0)).toBe((units < 0n && magnitude > 0n ? '-' : '') + magnitude.toString())
      }),
    )
  })
  it('finds the decimal again behind the float of an expression', () => {
    fc.assert(fc.property(cents, units => expect(fromFloat(Number(written(units)), 2)).toBe(written(units))))
    expect(fromFloat(0.1 + 0.2, 2)).toBe('0.30')
    expect(fromFloat(1.005, 2)).toBe('1.01')
  })
})

const options = ['官网', '线下 活动', 'Expo'].map((label, index) => ({ value: `v${index}`, label }))
const day = fc.date({ min: new Date('1000-01-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true })
/** Kinds whose cells can be read back: what `toText` writes, `fromText` and `parse` understand. */
const roundTrips: [Partial<Field>, fc.Arbitrary<Value>][] = [
  [{ kind: 'number', decimals: 2 }, cents.map(written)],
  [{ kind: 'money' }, cents.map(units => written(units / 100n))],
  [{ kind: 'date' }, day.map(each => each.toISOString().slice(0, 10))],
  [{ kind: 'datetime' }, day.map(each => `${each.toISOString().slice(0, 19)}.000Z`)],
  [{ kind: 'choice', options }, fc.constantFrom('v0', 'v1', 'v2')],
  [{ kind: 'choices', options }, fc.subarray(['v0', 'v1', 'v2'], { minLength: 1 })],
  [
    { kind: 'member', multiple: true },
    fc.uniqueArray(fc.stringMatching(/^[A-Za-z0-9_-]{1,26}$/), { minLength: 1, maxLength: 5 }),
  ],
  [{ kind: 'phone' }, fc.stringMatching(/^1[3-9][0-9]{9}$/)],
]

describe('core/form/fields - laws', () => {
  it.each(roundTrips)('%j is read back from its own text', (settings, value) => {
    const field = { key: 'f', label: 'F', ...settings } as Field
    const kind = kindOf(field)
    const context = { ...aContext, zone: 'UTC' }
    fc.assert(
      fc.property(value, fc.constantFrom('zh' as const, 'en' as const), (canonical, language) => {
        expect(kind.parse(field, kind.fromText(field, kind.toText(field, canonical, language)), context)).toEqual({
          value: canonical,
        })
      }),
    )
  })

  const every = Object.keys(kinds).map(kind => ({
    kind,
    key: kind,
    label: kind,
    options,
    pattern: kind === 'serial' ? '{00}' : undefined,
    text: 't',
    fields: [{ kind: 'text', key: 'a', label: 'A' }],
  })) as unknown as Field[]

  it.each(every.map(field => [field.kind, field] as const))('%s parses to a value that parses to itself', (kind, field) => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.string(), fc.string({ unit: 'binary' })), raw => {
        const read = kindOf(field).parse(field, raw, aContext)
        if ('problems' in read) expect(read.problems.every(each => each.at?.startsWith(kind))).toBe(true)
        else if (kind !== 'serial') expect(kindOf(field).parse(field, read.value, aContext)).toEqual(read)
      }),
    )
  })

  it('validate never throws and never lets an undefined key through, whatever is sent', async () => {
    const form = { ...aForm().build(), fields: every, layout: [] }
    const keys = fc.oneof(fc.constantFrom(...every.map(field => field.key), '__proto__', 'constructor', 'toString'), fc.string())
    const likely = fc.record(
      {
        text: fc.string(),
        number: fc.nat(),
        money: fc.nat(),
        date: fc.constant('2026-02-28'),
        choice: fc.constant('v1'),
        subform: fc.array(fc.record({ a: fc.string() })),
      },
      { requiredKeys: [] },
    )
    const body = fc.dictionary(keys, fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary' })), { maxKeys: 6 })
    await fc.assert(
      fc.asyncProperty(fc.oneof(body, likely, fc.jsonValue()), async sent => {
        const raw: unknown = JSON.parse(JSON.stringify(sent))
        const outcome = await validate(form, raw, {
          mode: 'create',
          door: 'link',
          context: aContext,
          evaluate: evaluateInProcess,
        })
        if ('problems' in outcome) expect(outcome.problems.length).toBeGreaterThan(0)
        else {
          expect(Object.keys(outcome.values).every(key => Object.hasOwn(kinds, key))).toBe(true)
          expect(Object.getPrototypeOf(outcome.values)).toBe(Object.prototype)
          // What was accepted is accepted again and means the same.
          const again = await validate(form, outcome.values, {
            mode: 'create',
            door: 'link',
            context: aContext,
            evaluate: evaluateInProcess,
          })
          expect(
            'values' in again && Object.keys(again.values).every(key => sameValue(again.values[key], outcome.values[key])),
          ).toBe(true)
        }
      }),
      { numRuns: 300 },
    )
  })
})
