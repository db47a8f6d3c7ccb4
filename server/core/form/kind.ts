import { problem, type Json, type Problem } from '../problem.js'
import type { Field, FieldKindName, Value } from './form.js'

export type Parsed = { value: Value | undefined } | { problems: Problem[] }

/** A column of a form's own table. Types are ours; db/dialect translates them. */
export interface Column {
  /** Suffix after the field's column name; '' for the main one. */
  suffix: string
  type: 'text' | 'longtext' | 'varchar' | 'decimal' | 'date' | 'datetime' | 'json'
  /** varchar: characters; decimal: digits after the point. */
  size?: number
}

/** What a parse may need to know; no IO. */
export interface ParseContext {
  /** Now, UTC ISO. */
  at: string
  /** IANA zone of wall-clock inputs. */
  zone: string
}

/**
 * Everything the product knows about one kind of field, in one file (house rule 5).
 * All functions are pure. `parse` is the only way a raw value becomes a canonical one.
 */
export interface FieldKind<F extends Field = Field> {
  kind: FieldKindName
  /** Groups of the designer's palette. */
  group: 'basic' | 'choice' | 'people' | 'data' | 'layout'
  /** A new field of this kind as the designer inserts it (without key and label). */
  create(): Partial<F>
  /** Columns in the form's table; empty for layout kinds and subforms. */
  columns(field: F): Column[]
  /** Raw JSON from any door → canonical value, undefined for empty, or problems at the field (or below: `items[0].price`). */
  parse(field: F, raw: unknown, context: ParseContext): Parsed
  /** Text of a spreadsheet cell → raw for `parse`. Choice labels, dates as people write them, ¥ and thousands. */
  fromText(field: F, text: string): unknown
  /** Canonical value → what people read in a cell, title or export (ids of people stay ids; the caller names them). `zone` (IANA,
   * else UTC) is where the reader's clock hangs; only datetime asks for it. */
  toText(field: F, value: Value | undefined, language: 'zh' | 'en', zone?: string): string
  /** Canonical value → what an expression sees: numbers for number and money, the bare id of a field that holds one member or
   * department, rows of such values for a subform, else the value itself. */
  toExpression(field: F, value: Value | undefined): Json | undefined
  /** What an expression returns → raw for `parse`. */
  fromExpression(field: F, result: unknown): unknown
  /** Which filter operators make sense. */
  operators: readonly Operator[]
  sortable: boolean
  /** Can be typed by a person at all (serial, divider and description cannot). */
  input: boolean
  /** Faults of the field's own settings, found at design time. */
  lint(field: F): Problem[]
  /** A changed definition: may stored values stay in their column? If not, the publish plan makes a new column. */
  compatible(before: F, after: F): boolean
}

export type Operator = 'eq' | 'ne' | 'in' | 'notIn' | 'contains' | 'gt' | 'gte' | 'lt' | 'lte' | 'between' | 'empty' | 'notEmpty'

/** What a kind answers about one raw value. */
export const parsed = (value: Value | undefined): Parsed => ({ value })
export const refused = (code: string, at: string, params?: Record<string, unknown>): Parsed => ({
  problems: [problem(code, at, params)],
})

/** A changed definition keeps its column when the column would be declared alike. Right for every kind whose `parse` is not
 * narrower than the column: stored values stay readable even where the new settings would refuse them. */
export function sameColumns<F extends Field>(kind: Pick<FieldKind<F>, 'columns'>, before: F, after: F): boolean {
  return JSON.stringify(kind.columns(before)) === JSON.stringify(kind.columns(after))
}

export const textOperators = ['eq', 'ne', 'in', 'notIn', 'contains', 'empty', 'notEmpty'] as const satisfies Operator[]
export const orderOperators = [
  'eq',
  'ne',
  'in',
  'notIn',
  'gt',
  'gte',
  'lt',
  'lte',
  'between',
  'empty',
  'notEmpty',
] as const satisfies Operator[]
export const listOperators = ['eq', 'ne', 'in', 'notIn', 'contains', 'empty', 'notEmpty'] as const satisfies Operator[]
