import { problem, type Json, type Problem } from '../problem.js'
import { cleanLine, isEmpty } from '../form/clean-text.js'
import { kindOf } from '../form/fields/index.js'
import type { Field } from '../form/form.js'
import type { Operator, ParseContext } from '../form/kind.js'

/** Values that one condition may list. */
export const mostOperands = 500

/**
 * A condition's value → canonical texts, as they are stored: none for empty and notEmpty, two for between, any number for in and
 * notIn, else one. For the SQL compiler and for `matches` alike, so that both mean the same. Problems are at the field:
 * OPERAND_MISSING, OPERAND_COUNT { need }, OPERAND_TOO_MANY { max }, or what the kind says of a value.
 */
export function operandsOf(
  field: Field,
  op: Operator,
  value: Json | undefined,
  context: ParseContext,
): { operands: string[] } | { problem: Problem } {
  if (op === 'empty' || op === 'notEmpty') return { operands: [] }
  const list = op === 'in' || op === 'notIn' || op === 'between'
  // Whoever asks whether a list *is* a list means all of its entries.
  const several = list || (isList(field) && (op === 'eq' || op === 'ne'))
  const given = several && Array.isArray(value) ? value : [value]
  if (op === 'between' && given.length !== 2) return { problem: problem('OPERAND_COUNT', field.key, { need: 2 }) }
  if (given.length > mostOperands) return { problem: problem('OPERAND_TOO_MANY', field.key, { max: mostOperands }) }
  const operands: string[] = []
  for (const raw of given) {
    if (isEmpty(raw)) return { problem: problem('OPERAND_MISSING', field.key) }
    const read = op === 'contains' && !isList(field) ? part(field, raw) : whole(field, raw, context)
    if (typeof read !== 'string') return { problem: read }
    operands.push(read)
  }
  return { operands }
}

/** Kinds whose value is a list of texts. */
export const isList = (field: Field): boolean => ['choices', 'member', 'department'].includes(field.kind)

/** A piece of a text. Phones are stored without spaces and dashes, so a piece of one is searched for without them. */
function part(field: Field, raw: Json | undefined): string | Problem {
  if (typeof raw !== 'string' && typeof raw !== 'number') return problem('NOT_A_TEXT', field.key)
  const text = cleanLine(String(raw))
  return field.kind === 'phone' ? text.replace(/[\s-]/g, '') : text
}

function whole(field: Field, raw: Json | undefined, context: ParseContext): string | Problem {
  if (isList(field) || ['text', 'choice', 'serial'].includes(field.kind))
    return typeof raw === 'string' ? cleanLine(raw) : problem('NOT_A_TEXT', field.key)
  const loose = unlimited(field, raw)
  const read = kindOf(loose).parse(loose, raw, context)
  if ('problems' in read) return read.problems[0]!
  return typeof read.value === 'string' ? read.value : problem('OPERAND_MISSING', field.key)
}

/** To look for a value is not to store it: limits and decimals of the field do not bind the one who asks. */
function unlimited(field: Field, raw: Json | undefined): Field {
  if (field.kind !== 'number' && field.kind !== 'money') return field
  const { min: _min, max: _max, ...rest } = field
  return { ...rest, decimals: Math.min(6, decimalsIn(raw)) }
}

/** No more than were asked for: each digit after the point costs one before it. */
const decimalsIn = (raw: Json | undefined): number => /\.(\d*?)0*$/.exec(String(raw).trim())?.[1]?.length ?? 0
