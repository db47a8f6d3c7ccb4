import type { ApprovalSettings } from './approval/settings.js'

/** Read from `formloom:` extension elements (see bpmn/extension.json) on a user task or a lane. */
export type Assignment =
  | { type: 'user'; users: string[] }
  /** `pick`: not everybody with the role is asked but the one with the fewest open tasks. */
  | { type: 'role'; role: string; pick?: 'fewest' }
  | { type: 'department'; department: string; pick?: 'fewest' }
  /** Head of the department of: the initiator, or of the member in `field`. `level` 1 is the direct head. */
  | { type: 'head'; of: 'initiator' | { field: string }; level?: number }
  /** Heads of the departments upwards, from the direct one to the one of `level` (absent: to the top). */
  | { type: 'heads'; of: 'initiator' | { field: string }; level?: number }
  | { type: 'department-head'; department: string }
  | { type: 'field'; field: string }
  /** The department in a form field: its head, or everybody in it. */
  | { type: 'department-field'; field: string; who: 'head' | 'members' }
  /** Whom the initiator or the approver of an earlier step has chosen for this step. */
  | { type: 'pick' }
  | { type: 'initiator' }
  | { type: 'expression'; expression: string }

/** What a service or send task does. Texts and values may hold JSONata in `{{ }}`; `values` entries are JSONata. */
export type Action =
  | { type: 'set-fields'; values: Record<string, string> }
  /** Writes the person found by `to` into a member field; with `ifEmpty` only while it has none. Becomes a set-fields effect. */
  | { type: 'set-person'; field: string; to: Assignment; ifEmpty?: boolean }
  | { type: 'create-record'; form: string; values: Record<string, string>; into?: string }
  | { type: 'notify'; to: Assignment; title: string; body: string }
  | { type: 'webhook'; url: string; method: 'POST' | 'PUT' | 'GET'; body?: string; result?: string }

/** When a record starts a process: on the start event. */
export interface FormTrigger {
  form: string
  on: 'created' | 'updated' | 'saved'
  /** JSONata over the record's values with $previous; true starts. */
  when?: string
}

/** What an element carries beyond its kind; the compiled node around it is in graph.ts. */
export interface NodeSettings {
  name: string
  assignment?: Assignment
  /** Access per form field: hidden, read, write, required. */
  rights?: Record<string, 'hidden' | 'read' | 'write' | 'required'>
  /** Verbs of the task, e.g. approve and refuse; each may demand an opinion. */
  outcomes?: { name: string; label?: string; opinion?: boolean }[]
  /** Where the person of a task may return it to; absent: nowhere. */
  returns?: 'none' | 'previous' | 'any'
  /** The task is an approval. */
  approval?: ApprovalSettings
  /** ISO 8601 duration from creation, or JSONata giving a date. */
  due?: string
  /** Key of the working-time calendar of `due`; absent: the process's. */
  calendar?: string
  action?: Action
  script?: string
  resultVariable?: string
  ruleSet?: string
  trigger?: FormTrigger
  documentation?: string
  /** Send task, message events: JSONata for the correlation key. */
  correlationKey?: string
  /** Script or condition in another tool's language that could not be translated; running into it is a repair. */
  foreign?: string
}
