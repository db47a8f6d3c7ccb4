import type { Json, Text } from '../problem.js'

/**
 * A form as its admin designed it. A published version is immutable. Fields are data, `layout` is looks:
 * moving a field on the sheet never changes what is stored.
 */
export interface Form {
  key: string
  name: Text
  description?: Text
  fields: Field[]
  /** One entry per field (also dividers), in reading order, on 24 columns. */
  layout: Cell[]
  /** Rules across fields; the record is refused while `when` is true. */
  checks?: Check[]
  settings?: FormSettings
}

export interface Cell {
  field: string
  /** Columns of 24: 6, 8, 12, 16 or 24. Phones always use the whole width. */
  span: 6 | 8 | 12 | 16 | 24
}

export interface Check {
  key: string
  /** JSONata over the record's values; true refuses. */
  when: string
  message: Text
  /** The field that shows the message. */
  at?: string
}

export interface FormSettings {
  /** Field keys that name a record in lists and tasks, in order. */
  title?: string[]
  /** Field keys shown under the title in lists and tasks (three at most are shown). */
  facts?: string[]
  /** Sentence on the receipt of a public submission. */
  thanks?: Text
  /** IANA zone in which wall-clock dates of this form are meant. */
  zone?: string
  submitLabel?: Text
  /** Key of the member field that names the record's owner; without it the owner is who created the record. */
  owner?: string
  /** Field keys shown as columns of the list, in order; default the first eight. */
  list?: string[]
  /** Key of the date field that says when a record wants attention next: lists show it as overdue, today, in 3 days. */
  due?: string
  /** Field keys that a public link never shows and never accepts (set by rules, processes and staff). */
  internal?: string[]
}

export type FieldKindName =
  | 'text'
  | 'textarea'
  | 'number'
  | 'money'
  | 'date'
  | 'datetime'
  | 'choice'
  | 'choices'
  | 'phone'
  | 'email'
  | 'member'
  | 'department'
  | 'serial'
  | 'file'
  | 'subform'
  | 'divider'
  | 'description'

interface FieldShape {
  /** Stable for ever, /^[a-z][a-zA-Z0-9]{0,39}$/; unique in its form (a subform has its own names). */
  key: string
  label: Text
  hint?: Text
  placeholder?: Text
  required?: boolean
  readonly?: boolean
  hidden?: boolean
  /** No two live records of the form hold the same value (empty values do not count). */
  unique?: boolean
  /** Personal information: masked by default in lists, exports and notices. */
  personal?: boolean
  /** Value of a new record: a constant, or `{ expression }` over the values known so far. */
  default?: Json | { expression: string }
  /** JSONata over the other values; the field is then never typed by a person. */
  computed?: string
  /** JSONata; a field that is not visible is neither required nor kept. */
  visibleWhen?: string
  /** Filled by a public link's channel suffix (?channel=…) and not editable there. */
  fromLink?: boolean
}

export interface Option {
  value: string
  label: Text
  /** How grades look: ink weight, never colour alone. */
  tone?: 'solid' | 'tint' | 'outline' | 'ok' | 'warn' | 'bad'
}

export type TextField = FieldShape & { kind: 'text'; maxLength?: number; pattern?: string; patternMessage?: Text }
export type TextareaField = FieldShape & { kind: 'textarea'; maxLength?: number }
/** `decimals` 0–6; at most 15 digits in all, so that a decimal survives every hop exactly. */
export type NumberField = FieldShape & { kind: 'number'; decimals?: number; min?: string; max?: string; unit?: Text }
export type MoneyField = FieldShape & { kind: 'money'; currency?: string; decimals?: number; min?: string; max?: string }
export type DateField = FieldShape & { kind: 'date' }
export type DatetimeField = FieldShape & { kind: 'datetime' }
export type ChoiceField = FieldShape & { kind: 'choice'; options: Option[]; display?: 'dropdown' | 'flat'; other?: boolean }
export type ChoicesField = FieldShape & { kind: 'choices'; options: Option[]; min?: number; max?: number; other?: boolean }
export type PhoneField = FieldShape & { kind: 'phone' }
export type EmailField = FieldShape & { kind: 'email' }
export type MemberField = FieldShape & { kind: 'member'; multiple?: boolean }
export type DepartmentField = FieldShape & { kind: 'department'; multiple?: boolean }
/** Pattern of literal text and {YYYY} {YY} {MM} {DD} and one run of zeros {0000}; the counter restarts when the date part changes. */
export type SerialField = FieldShape & { kind: 'serial'; pattern: string }
export type FileField = FieldShape & { kind: 'file'; image?: boolean; maxCount?: number; maxMegabytes?: number }
export type SubformField = FieldShape & { kind: 'subform'; fields: Field[]; minRows?: number; maxRows?: number }
export type DividerField = FieldShape & { kind: 'divider' }
export type DescriptionField = FieldShape & { kind: 'description'; text: Text }

export type Field =
  | TextField
  | TextareaField
  | NumberField
  | MoneyField
  | DateField
  | DatetimeField
  | ChoiceField
  | ChoicesField
  | PhoneField
  | EmailField
  | MemberField
  | DepartmentField
  | SerialField
  | FileField
  | SubformField
  | DividerField
  | DescriptionField

export interface FileRef {
  id: string
  name: string
  /** Bytes. */
  size: number
  type: string
}

/**
 * Canonical values, the same in memory, in JSON and in the change log:
 * text, textarea, phone, email, choice, serial → string · number, money → decimal string ("3860000.00") ·
 * date → "2026-11-21" · datetime → UTC ISO string with milliseconds · choices → string[] ·
 * member, department → string[] of ids (one entry unless `multiple`) · file → FileRef[] ·
 * subform → rows, each `{ id, ...values }`. Empty is absent (undefined), never "" or [].
 */
export type Value = string | string[] | FileRef[] | Row[]
export type Row = { id: string } & Values
export type Values = { [key: string]: Value | undefined }

/** What a reader or writer may do with a field in this place (role, process step, link). */
export type Access = 'hidden' | 'read' | 'write' | 'required'
export type AccessMap = Record<string, Access>
