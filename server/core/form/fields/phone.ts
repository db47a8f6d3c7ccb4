import { halfWidth, isEmpty } from '../clean-text.js'
import type { PhoneField } from '../form.js'
import { parsed, refused, sameColumns, textOperators, type FieldKind } from '../kind.js'

const mobile = /^1[3-9]\d{9}$/
/** 010 and 02x have eight digits after them, every other area code seven or eight. */
const landline = /^(0(10|2\d)\d{8}|0[3-9]\d{2}\d{7,8})$/
/** 400 and 800 hotlines. */
const hotline = /^[48]00\d{7}$/
/** ITU E.164: at most fifteen digits, the country code never starts with zero. */
const international = /^\+[1-9]\d{6,14}$/

/**
 * Chinese mobile, landline (with extension "-801") or hotline as bare digits; every other country as +digits. Spaces, dashes,
 * dots and brackets go; +86, 0086 and 86 before a mobile number go too: one phone, one spelling, so that `unique` means something.
 */
export const phone: FieldKind<PhoneField> = {
  kind: 'phone',
  group: 'basic',
  create: () => ({ kind: 'phone' }),
  columns: () => [{ suffix: '', type: 'varchar', size: 32 }],
  parse(field, raw) {
    if (isEmpty(raw)) return parsed(undefined)
    if ((typeof raw !== 'string' && typeof raw !== 'number') || String(raw).length > 60)
      return refused('PHONE_INVALID', field.key)
    const typed = halfWidth(String(raw)).trim()
    const [, front = '', extension] = /^(.*?)(?:转|ext\.?|#|x)\s*(\d{1,6})$/i.exec(typed) ?? [, typed]
    const number = national(front)
    if (extension && landline.test(number)) return parsed(`${number}-${extension}`)
    if (extension) return refused('PHONE_INVALID', field.key)
    if (mobile.test(number) || landline.test(number) || hotline.test(number)) return parsed(number)
    if (international.test(number)) return number.startsWith('+86') ? refused('PHONE_INVALID', field.key) : parsed(number)
    const dashed = /^(.*\d)-(\d{1,6})$/.exec(typed)
    if (dashed && landline.test(national(dashed[1]!))) return parsed(`${national(dashed[1]!)}-${dashed[2]}`)
    const countable = /^(1\d*|0\d{0,10})$/.test(number) && number.length !== 11
    return countable ? refused('PHONE_DIGITS', field.key, { have: number.length, need: 11 }) : refused('PHONE_INVALID', field.key)
  },
  fromText: (_field, text) => text,
  toText: (_field, value) => (value as string | undefined) ?? '',
  toExpression: (_field, value) => value as string | undefined,
  fromExpression: (_field, result) => result,
  operators: textOperators,
  sortable: true,
  input: true,
  lint: () => [],
  compatible: (before, after) => sameColumns(phone, before, after),
}

function national(typed: string): string {
  const number = typed.replace(/[\s\-–—.()·]/g, '').replace(/^00(?=[1-9])/, '+')
  if (/^86(1[3-9]\d{9})$/.test(number)) return number.slice(2)
  if (!number.startsWith('+86')) return number
  const rest = number.slice(3)
  // Abroad people leave out the area code's zero: +86 21 1234 5678.
  return rest.startsWith('1') || rest.startsWith('0') || hotline.test(rest)
    ? /^10\d{8}$/.test(rest)
      ? `0${rest}`
      : rest
    : `0${rest}`
}
