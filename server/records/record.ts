import type { Values } from '#core/form/form'
import type { RecordSource } from './records.api.js'

/** A live record as it rests: canonical values, all fields, nothing masked. */
export interface StoredRecord {
  id: string
  /** Form id. */
  form: string
  /** Form version that it was last written with. */
  version: number
  rev: number
  createdAt: string
  /** User id; null for a public link and the system. */
  createdBy: string | null
  updatedAt: string
  updatedBy: string | null
  owner: string | null
  department: string | null
  source: RecordSource
  link: string | null
  title: string
  values: Values
}

/** Through what a write came; shown in the change log. */
export interface Through {
  source: RecordSource
  /** Name of the link, import, process or step. */
  name?: string
  instance?: string
  task?: string
  /** Id of the public link. */
  link?: string
}

export interface Change {
  field: string
  before?: Values[string]
  after?: Values[string]
}

/** Row scope's view of a record (people/rights). */
export const scopeRow = (record: Pick<StoredRecord, 'owner' | 'createdBy' | 'department'>) => ({
  _owner: record.owner,
  _createdBy: record.createdBy,
  _department: record.department,
})
