import { z } from 'zod'
import { problem, type Problem } from '#core/problem'
import type { RuleSet } from '#core/rule/rule-set'

/** The shape of a rule set that comes from outside; whether it makes sense is for core/rule/lint-rules. */
const text = z.union([z.string().max(500), z.object({ zh: z.string().max(500), en: z.string().max(500).optional() })])
const key = z.string().min(1).max(60)
const expression = z.string().max(4096)
const json = z.json()
const result = z.union([z.strictObject({ value: json }), z.strictObject({ expression })])
const base = { key, name: text, target: z.string().max(40), off: z.boolean().optional() }
const rule = z.discriminatedUnion('type', [
  z.object({
    ...base,
    type: z.literal('branches'),
    branches: z.array(z.object({ when: expression, result, note: text.optional() })).max(100),
    otherwise: result.optional(),
  }),
  z.object({
    ...base,
    type: z.literal('score'),
    parts: z.array(z.object({ when: expression, points: z.number(), note: text.optional() })).max(100),
  }),
])
const values = z.record(z.string().max(40), json)
const shape = z.object({
  key: z.string().max(60).default('rules'),
  name: text.default(''),
  form: z.string().max(60).default(''),
  rules: z.array(rule).max(100),
  examples: z
    .array(z.object({ name: z.string().max(200), values, expect: values }))
    .max(100)
    .optional(),
})

/** BAD_SHAPE at the path of what does not fit. */
export function rulesFrom(raw: unknown): { rules: RuleSet } | { problems: Problem[] } {
  const read = shape.safeParse(raw)
  if (read.success) return { rules: read.data as unknown as RuleSet }
  return { problems: read.error.issues.slice(0, 20).map(issue => problem('BAD_SHAPE', issue.path.join('.'))) }
}
