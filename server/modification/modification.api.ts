import { z } from 'zod'
import type { ReturnTarget } from '#core/process/return/targets'
import type { Problem } from '#core/problem'
import type { PersonRef } from '../records/records.api.js'

/**
 * A return is for the person of a task, as its step allows, or with a token for administrators; the others are for administrators. What is tried (preview) is
 * worked out like the command itself and changes nothing. All that change something honour Idempotency-Key.
 *
 * GET  /api/v1/instances/:instance/targets?task=|token=   → ReturnTargets
 * POST /api/v1/instances/:instance/return/preview         ReturnTo → Preview
 * POST /api/v1/instances/:instance/return                 ReturnTo → Changed
 * POST /api/v1/instances/:instance/modify/preview         Modify → Preview
 * POST /api/v1/instances/:instance/modify                 Modify → Changed
 * POST /api/v1/instances/:instance/migrate/preview        Migrate → Preview
 * POST /api/v1/instances/:instance/migrate                Migrate → Changed
 *
 * 409 with the code of the core: RETURN_…, MODIFICATION_REFUSED and MIGRATION_REFUSED with a problem for each fault. Many at once: the batch kind `migrate`.
 */
const id = z.string().min(1).max(100)
const element = z.string().min(1).max(200)
const name = z.string().min(1).max(200)
const reason = z.string().trim().min(1).max(500)

const from = { task: id.optional(), token: id.optional() }
const oneOf = ({ task, token }: { task?: string | undefined; token?: string | undefined }): boolean =>
  (task === undefined) !== (token === undefined)

export const AskTargets = z.strictObject(from).refine(oneOf)
export type AskTargets = z.infer<typeof AskTargets>

export const ReturnTo = z
  .strictObject({
    ...from,
    to: element,
    /** What happens when the step it goes back to is done. Default: it runs on. */
    policy: z.enum(['run-on', 'straight-back', 'only-changed']).optional(),
    /** All branches that come together between are done again, instead of counting as done. */
    redo: z.literal('split').optional(),
    /** Administrators: anywhere, also ahead. */
    jump: z.boolean().optional(),
    opinion: z.string().trim().min(1).max(2_000).optional(),
  })
  .refine(oneOf)
export type ReturnTo = z.infer<typeof ReturnTo>

const where = {
  scope: id.optional(),
  at: z.enum(['before', 'after']).optional(),
  flow: element.optional(),
  arrivals: z.literal('all').optional(),
}
/** As core/process/modify/instruction. */
const OneInstruction = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('cancel'), token: id }),
  z.strictObject({ do: z.literal('cancel-all'), element, scope: id.optional() }),
  z.strictObject({ do: z.literal('activate'), element, ...where }),
  z.strictObject({
    do: z.literal('move'),
    from: z.union([z.strictObject({ element }), z.strictObject({ token: id })]),
    to: element,
    ...where,
  }),
  z.strictObject({ do: z.literal('set'), values: z.record(name, z.json()), scope: id.optional() }),
  z.strictObject({ do: z.literal('unset'), names: z.array(name).min(1).max(100), scope: id.optional() }),
])
export const Modify = z.strictObject({ instructions: z.array(OneInstruction).min(1).max(100), reason })
export type Modify = z.infer<typeof Modify>

/** `version`: its number. `map`: elements and flows of the instance's version that are called otherwise there. */
export const migration = {
  version: z.number().int().min(1),
  map: z
    .record(element, element)
    .refine(map => Object.keys(map).length <= 500)
    .optional(),
  reason,
}
export const Migrate = z.strictObject(migration)
export type Migrate = z.infer<typeof Migrate>

export interface ReturnTargets {
  from: { element: string; name: string }
  /** The nearest first. */
  targets: ReturnTarget[]
}

/** What would change, in facts with codes CHANGE_…, and what is to be known about it: MIGRATE_… */
export interface Preview {
  changes: Problem[]
  /** Names of the people that the facts speak of, by id. */
  people: Record<string, string>
}

export interface Changed {
  instance: string
  by: PersonRef | null
}
