import type { Field, FieldKindName } from '#core/form/form'

/** One setting of a kind, as the panel asks for it. The name is also its text key. */
export type KindSetting =
  | { name: string; ask: 'count'; min: number; max: number; usual?: number }
  | { name: string; ask: 'amount' | 'text' | 'line' }
  | { name: string; ask: 'switch' }
  | { name: string; ask: 'one'; values: string[]; usual: string }

const quantity: KindSetting[] = [
  { name: 'decimals', ask: 'count', min: 0, max: 6, usual: 0 },
  { name: 'min', ask: 'amount' },
  { name: 'max', ask: 'amount' },
]

/** What each kind can be told beyond what all fields have. Serial numbers, options and patterns have editors of their own. */
export const kindSettings: Partial<Record<FieldKindName, KindSetting[]>> = {
  text: [{ name: 'maxLength', ask: 'count', min: 1, max: 255 }],
  textarea: [{ name: 'maxLength', ask: 'count', min: 1, max: 10_000 }],
  number: [...quantity, { name: 'unit', ask: 'text' }],
  money: [{ name: 'currency', ask: 'one', values: ['CNY', 'USD', 'EUR', 'GBP', 'JPY', 'HKD'], usual: 'CNY' }, ...quantity],
  choice: [
    { name: 'display', ask: 'one', values: ['flat', 'dropdown'], usual: 'dropdown' },
    { name: 'other', ask: 'switch' },
  ],
  choices: [
    { name: 'other', ask: 'switch' },
    { name: 'min', ask: 'count', min: 0, max: 200 },
    { name: 'max', ask: 'count', min: 1, max: 200 },
  ],
  member: [{ name: 'multiple', ask: 'switch' }],
  department: [{ name: 'multiple', ask: 'switch' }],
  file: [
    { name: 'image', ask: 'switch' },
    { name: 'maxCount', ask: 'count', min: 1, max: 50, usual: 9 },
    { name: 'maxMegabytes', ask: 'count', min: 1, max: 500 },
  ],
  subform: [
    { name: 'minRows', ask: 'count', min: 0, max: 500 },
    { name: 'maxRows', ask: 'count', min: 1, max: 500, usual: 200 },
  ],
}

/** Switches that a field may carry, by what its kind can do. */
export function traitsOf(
  field: Field,
  inRows: boolean,
): ('required' | 'unique' | 'personal' | 'readonly' | 'hidden' | 'fromLink')[] {
  if (field.kind === 'divider' || field.kind === 'description') return []
  if (field.kind === 'serial') return ['hidden']
  const unique = !inRows && ['text', 'phone', 'email', 'number', 'date'].includes(field.kind)
  const fromLink = !inRows && ['choice', 'text'].includes(field.kind)
  return [
    'required',
    ...(unique ? (['unique'] as const) : []),
    ...(field.kind === 'subform' || field.kind === 'file' ? [] : (['personal'] as const)),
    'readonly',
    ...(inRows ? [] : (['hidden'] as const)),
    ...(fromLink ? (['fromLink'] as const) : []),
  ]
}

export const canDefault = (field: Field): boolean =>
  [
    'text',
    'textarea',
    'number',
    'money',
    'date',
    'datetime',
    'choice',
    'phone',
    'email',
    'member',
    'department',
    'choices',
  ].includes(field.kind)
export const canCompute = (field: Field): boolean => !['serial', 'subform', 'file', 'divider', 'description'].includes(field.kind)
