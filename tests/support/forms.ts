import type { ParseContext } from '#core/form/kind'
import type { Cell, Check, Field, FieldKindName, Form, FormSettings } from '#core/form/form'

/**
 * Readable forms for tests:
 *   aForm().text('name', { required: true }).money('amount').build()
 * A label is its key unless given; the layout is one field per line.
 */
type FieldOf<K extends FieldKindName> = Extract<Field, { kind: K }>
type Settings<K extends FieldKindName> = Partial<Omit<FieldOf<K>, 'kind' | 'key'>>

export class FormBuilder {
  private fields: Field[] = []
  private checks: Check[] = []
  private settings: FormSettings = {}
  constructor(private readonly key: string) {}

  field<K extends FieldKindName>(kind: K, key: string, settings: Settings<K> = {}): this {
    this.fields.push({ kind, key, label: key, ...settings } as unknown as Field)
    return this
  }
  text = (key: string, settings?: Settings<'text'>) => this.field('text', key, settings)
  textarea = (key: string, settings?: Settings<'textarea'>) => this.field('textarea', key, settings)
  number = (key: string, settings?: Settings<'number'>) => this.field('number', key, settings)
  money = (key: string, settings?: Settings<'money'>) => this.field('money', key, settings)
  date = (key: string, settings?: Settings<'date'>) => this.field('date', key, settings)
  datetime = (key: string, settings?: Settings<'datetime'>) => this.field('datetime', key, settings)
  phone = (key: string, settings?: Settings<'phone'>) => this.field('phone', key, settings)
  email = (key: string, settings?: Settings<'email'>) => this.field('email', key, settings)
  member = (key: string, settings?: Settings<'member'>) => this.field('member', key, settings)
  department = (key: string, settings?: Settings<'department'>) => this.field('department', key, settings)
  file = (key: string, settings?: Settings<'file'>) => this.field('file', key, settings)
  divider = (key: string, settings?: Settings<'divider'>) => this.field('divider', key, settings)
  description = (key: string, settings?: Settings<'description'>) => this.field('description', key, { text: key, ...settings })
  serial = (key: string, pattern: string, settings?: Settings<'serial'>) => this.field('serial', key, { pattern, ...settings })
  /** Options by value: their labels are the values. */
  choice = (key: string, values: string[], settings?: Settings<'choice'>) =>
    this.field('choice', key, { options: optionsOf(values), ...settings })
  choices = (key: string, values: string[], settings?: Settings<'choices'>) =>
    this.field('choices', key, { options: optionsOf(values), ...settings })
  /** The rows' fields are built the same way: .subform('items', rows => rows.text('name').money('price')). */
  subform(key: string, rows: (rows: FormBuilder) => FormBuilder, settings?: Settings<'subform'>): this {
    return this.field('subform', key, { fields: rows(new FormBuilder(key)).fields, ...settings })
  }
  check(key: string, when: string, settings: Partial<Check> = {}): this {
    this.checks.push({ key, when, message: key, ...settings })
    return this
  }
  /** Settings of the form: titles, facts, zone … */
  with(settings: FormSettings): this {
    this.settings = { ...this.settings, ...settings }
    return this
  }
  build(): Form {
    const layout: Cell[] = this.fields.map(field => ({ field: field.key, span: 24 }))
    return { key: this.key, name: this.key, fields: this.fields, layout, checks: this.checks, settings: this.settings }
  }
}

export const aForm = (key = 'customers') => new FormBuilder(key)

const optionsOf = (values: string[]) => values.map(value => ({ value, label: value }))

/** A Saturday afternoon in Shanghai. */
export const aContext: ParseContext = { at: '2026-11-21T06:05:00.000Z', zone: 'Asia/Shanghai' }
