import { z } from 'zod'
import { kinds } from '#core/form/fields/index'
import type { Form } from '#core/form/form'
import { problem, type Problem } from '#core/problem'

/**
 * The shape of a form that comes from outside (designer, template): the right types at the right places, unknown settings dropped, so
 * that everything behind may trust its types. Whether the form makes sense is for core/form/lint-form.
 */
const text = z.union([z.string().max(2000), z.object({ zh: z.string().max(2000), en: z.string().max(2000).optional() })])
const key = z.string().max(40)
const expression = z.string().max(4096)
const json: z.ZodType = z.lazy(() =>
  z.union([
    z.null(),
    z.boolean(),
    z.number(),
    z.string().max(20_000),
    z.array(json).max(1000),
    z.record(z.string().max(100), json),
  ]),
)
const amount = z.string().max(40)
const option = z.object({
  value: z.string().max(200),
  label: text,
  tone: z.enum(['solid', 'tint', 'outline', 'ok', 'warn', 'bad']).optional(),
})

const base = {
  kind: z.enum(Object.keys(kinds) as [keyof typeof kinds]),
  key,
  label: text.default(''),
  hint: text.optional(),
  placeholder: text.optional(),
  required: z.boolean().optional(),
  readonly: z.boolean().optional(),
  hidden: z.boolean().optional(),
  unique: z.boolean().optional(),
  personal: z.boolean().optional(),
  default: json.optional(),
  computed: expression.optional(),
  visibleWhen: expression.optional(),
  fromLink: z.boolean().optional(),
  maxLength: z.number().optional(),
  pattern: z.string().max(500).optional(),
  patternMessage: text.optional(),
  decimals: z.number().optional(),
  // amounts of number and money are texts, counts of choices are numbers
  min: z.union([amount, z.number()]).optional(),
  max: z.union([amount, z.number()]).optional(),
  unit: text.optional(),
  currency: z.string().max(10).optional(),
  options: z.array(option).max(1000).optional(),
  display: z.enum(['dropdown', 'flat']).optional(),
  other: z.boolean().optional(),
  multiple: z.boolean().optional(),
  image: z.boolean().optional(),
  maxCount: z.number().optional(),
  maxMegabytes: z.number().optional(),
  minRows: z.number().optional(),
  maxRows: z.number().optional(),
  text: text.optional(),
}
const inner = z.object(base).transform(complete)
const field = z.object({ ...base, fields: z.array(inner).max(300).optional() }).transform(complete)

/** What a kind cannot be without is there, be it empty: the lint then has something to complain about. */
function complete<T extends { kind: string }>(given: T): T {
  if (given.kind === 'choice' || given.kind === 'choices') return { options: [], ...given }
  if (given.kind === 'subform') return { fields: [], ...given }
  if (given.kind === 'serial') return { pattern: '', ...given }
  return given.kind === 'description' ? { text: '', ...given } : given
}

const keys = z.array(key).max(300).optional()
const shape = z.object({
  key: key.default('form'),
  name: text,
  description: text.optional(),
  fields: z.array(field).max(400),
  layout: z
    .array(z.object({ field: key, span: z.number() }))
    .max(400)
    .default([]),
  checks: z
    .array(z.object({ key, when: expression, message: text, at: key.optional() }))
    .max(100)
    .optional(),
  settings: z
    .object({
      title: keys,
      facts: keys,
      list: keys,
      internal: keys,
      owner: key.optional(),
      due: key.optional(),
      thanks: text.optional(),
      submitLabel: text.optional(),
      zone: z.string().max(60).optional(),
    })
    .optional(),
})

/** BAD_SHAPE at the path of what does not fit. */
export function formFrom(raw: unknown): { form: Form } | { problems: Problem[] } {
  const read = shape.safeParse(raw)
  if (read.success) return { form: read.data as unknown as Form }
  return { problems: read.error.issues.slice(0, 20).map(issue => problem('BAD_SHAPE', issue.path.join('.'))) }
}
