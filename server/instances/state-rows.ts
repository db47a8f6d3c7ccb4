import type { Compensation, Repair, Scope, Subscription, Token, Variable } from '#core/process/state'
import type { Json, Problem } from '#core/problem'

/** A row as a database gives it; numbers may come as numbers. */
export type Row = Record<string, string | null>

export const scopeOf = (row: Row): Scope => ({
  id: row.id!,
  kind: row.kind as Scope['kind'],
  ...given('parent', row.parent),
  element: row.element!,
  ...given('token', row.token),
  startedAt: row.started_at!,
  ...given('definition', row.definition),
  round: Number(row.round),
  ...(row.detail === null ? {} : (JSON.parse(row.detail!) as Pick<Scope, 'loop' | 'index' | 'gates' | 'returns'>)),
})

export const tokenOf = (row: Row): Token => ({
  id: row.id!,
  scope: row.scope!,
  node: row.node!,
  ...given('arrivedBy', row.arrived_by),
  waits: row.waits as Token['waits'],
  since: row.since!,
})

export const variableOf = ({ scope, name, value }: Row): Variable =>
  value === null ? { scope: scope!, name: name! } : { scope: scope!, name: name!, value: JSON.parse(value!) as Json }

export const subscriptionOf = (row: Row): Subscription => ({
  id: row.id!,
  scope: row.scope!,
  token: row.token!,
  element: row.element!,
  type: row.type as Subscription['type'],
  name: row.name!,
  key: row.correlation_key!,
  ...(row.event === null ? {} : { event: Number(row.event) }),
  ...(Number(row.held) === 1 ? { held: true } : {}),
})

export const compensationOf = (row: Row): Compensation => ({
  id: row.id!,
  scope: row.scope!,
  element: row.element!,
  ...(JSON.parse(row.detail!) as Pick<Compensation, 'data' | 'inner'>),
})

export const repairOf = (row: Row): Repair => ({
  id: row.id!,
  scope: row.scope!,
  token: row.token!,
  element: row.element!,
  problem: JSON.parse(row.problem!) as Problem,
  at: row.at!,
  stage: row.stage as Repair['stage'],
  ...(row.attempts === null ? {} : { attempts: Number(row.attempts) }),
})

export const given = <K extends string>(key: K, value: string | null | undefined): { [P in K]?: string } =>
  (value === null || value === undefined ? {} : { [key]: value }) as { [P in K]?: string }
