import { loopOf } from '#core/process/bpmn/loop-of'
import { child, type Moddle } from '#core/process/bpmn/moddle'
import { below, formal, type Change, type Create } from './edit'

/** How an activity is repeated: at the same time or one after the other for several, or again and again while a condition holds. */
export const LOOPS = ['none', 'parallel', 'sequential', 'standard'] as const
export type LoopKind = (typeof LOOPS)[number]

export interface LoopDraft {
  cardinality: string
  collection: string
  item: string
  output: string
  outputItem: string
  until: string
  while: string
  maximum: number | undefined
  testBefore: boolean
}

export function loopKind(owner: Moddle): LoopKind {
  const loop = loopOf(owner, '', [])
  if (!loop) return 'none'
  return loop.type === 'standard' ? 'standard' : loop.sequential ? 'sequential' : 'parallel'
}

/** As the core reads it, so that what other tools wrote is seen too. */
export function readLoop(owner: Moddle): LoopDraft {
  const loop = loopOf(owner, '', [])
  const multi = loop?.type === 'multi' ? loop : undefined
  const standard = loop?.type === 'standard' ? loop : undefined
  return {
    cardinality: multi?.cardinality ?? '',
    collection: multi?.collection ?? '',
    item: multi?.item ?? '',
    output: multi?.output ?? '',
    outputItem: multi?.outputItem ?? '',
    until: multi?.until ?? '',
    while: standard?.while ?? '',
    maximum: standard?.maximum,
    testBefore: standard?.testBefore ?? false,
  }
}

/** Between parallel and sequential everything that is set stays. */
export function putLoopKind(create: Create, owner: Moddle, kind: LoopKind): Change[] {
  const now = child(owner, 'loopCharacteristics')
  if (kind === 'none') return now ? [{ target: owner, properties: { loopCharacteristics: undefined } }] : []
  const type = kind === 'standard' ? 'bpmn:StandardLoopCharacteristics' : 'bpmn:MultiInstanceLoopCharacteristics'
  const order = kind === 'standard' ? {} : { isSequential: kind === 'sequential' }
  if (now?.$type === type) return [{ target: now, properties: order }]
  return [{ target: owner, properties: { loopCharacteristics: below(create, owner, type, order) } }]
}

const FORMAL = { cardinality: 'loopCardinality', until: 'completionCondition', while: 'loopCondition' } as const
const OWN = ['collection', 'item', 'output', 'outputItem'] as const

export function putLoop(create: Create, owner: Moddle, part: Partial<LoopDraft>): Change[] {
  const loop = child(owner, 'loopCharacteristics')
  if (!loop) return []
  const properties: Record<string, unknown> = {}
  for (const name of OWN) if (name in part) properties[`formloom:${name}`] = part[name] || undefined
  if ('maximum' in part) properties.loopMaximum = part.maximum || undefined
  if ('testBefore' in part) properties.testBefore = part.testBefore || undefined
  const own: Change[] = Object.keys(properties).length > 0 ? [{ target: loop, properties }] : []
  const formals = (Object.keys(FORMAL) as (keyof typeof FORMAL)[]).filter(name => name in part)
  return [...own, ...formals.flatMap(name => formal(create, loop, FORMAL[name], part[name]?.trim(), 'jsonata'))]
}
