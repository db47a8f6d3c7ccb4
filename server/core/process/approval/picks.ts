import type { Json } from '../../problem.js'
import { seenBy, type Run } from '../run.js'

/** Choices of approvers for later steps, over those made before: the variable `picks` holds lists of users by step. */
export async function picksOver(
  run: Run,
  at: string,
  picks: Record<string, string[]> | undefined,
): Promise<Record<string, Json>> {
  if (!picks) return {}
  const { picks: before } = await seenBy(run, at, new Set(['picks']))
  const kept = typeof before === 'object' && before !== null && !Array.isArray(before) ? before : {}
  return { picks: { ...kept, ...picks } }
}
