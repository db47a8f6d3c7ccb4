import type { Operator } from '../form/kind.js'
import type { Json } from '../problem.js'

/** The one query language of lists, permissions and automations. Fields are keys (or system names), never SQL. */
export interface Query {
  filter?: Condition
  sort?: { field: string; descending?: boolean }[]
  /** Free text over the record's title fields, phone and serial number. */
  search?: string
  /** From 1. */
  page?: number
  /** At most 200. */
  pageSize?: number
}

export type Condition = { all: Condition[] } | { any: Condition[] } | { field: string; op: Operator; value?: Json }

/** System columns that every record has and a query may name. */
export const systemFields = ['_id', '_createdAt', '_updatedAt', '_createdBy', '_owner', '_department', '_source'] as const
