import { problem } from '#core/problem'
import { reader } from '../db/transaction.js'
import { refuse } from '../http/refusal.js'
import type { Engine } from '../instances/engine.js'
import { Filter } from '../operations/operations.api.js'
import type { Options, Spec } from './options.js'

/** Which instances or repairs: the same conditions as in the API. */
export const filterSpec: Spec = {
  process: 'value',
  definition: 'value',
  status: 'value',
  element: 'value',
  code: 'value',
  form: 'value',
  id: 'value',
  'started-before': 'value',
  'started-after': 'value',
  'ended-before': 'value',
  'raised-before': 'value',
  'raised-after': 'value',
}

export const filterHelp = [
  '--process ID|KEY        of this process',
  '--definition ID         of this version',
  '--status A,B            running, completed, terminated, cancelled, failed',
  '--element ID            something waits there; of repairs: they are there',
  '--code CODE             with a repair of this problem',
  '--form ID|KEY           about a record of this form',
  '--id ID,ID              these instances',
  '--started-before TIME, --started-after TIME, --ended-before TIME, --raised-before TIME, --raised-after TIME',
  'TIME                    2026-05-01, 2026-05-01T08:00:00+08:00, or how long ago: 12h, 30d',
]

/** Throws a Refusal for what cannot be meant. */
export async function filterOf(engine: Engine, { values }: Options): Promise<Filter> {
  const time = (name: string) => (values[name] === undefined ? undefined : timeOf(engine, values[name], name))
  const given = {
    process: values.process === undefined ? undefined : await processNamed(engine, values.process),
    definition: values.definition,
    status: values.status?.split(','),
    element: values.element,
    code: values.code,
    form: values.form === undefined ? undefined : await formNamed(engine, values.form),
    ids: values.id?.split(','),
    startedBefore: time('started-before'),
    startedAfter: time('started-after'),
    endedBefore: time('ended-before'),
    raisedBefore: time('raised-before'),
    raisedAfter: time('raised-after'),
  }
  const judged = Filter.safeParse(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)))
  if (judged.success) return judged.data
  return refuse(
    422,
    judged.error.issues.map(issue => problem('NOT_VALID', issue.path.map(String).join('.'))),
  )
}

/** By id, or by a key that only one process has. */
export async function processNamed(engine: Engine, name: string): Promise<string> {
  const sql = 'SELECT id FROM processes WHERE id = ? OR (process_key = ? AND deleted_at IS NULL)'
  const found = await reader(engine.db).query<{ id: string }>(sql, [name, name])
  return found.length === 1 ? found[0]!.id : refuse(422, [problem('NO_SUCH_PROCESS', 'process', { name })])
}

async function formNamed(engine: Engine, name: string): Promise<string> {
  const sql = 'SELECT id FROM forms WHERE (id = ? OR form_key = ?) AND deleted_at IS NULL'
  const found = await reader(engine.db).query<{ id: string }>(sql, [name, name])
  return found.length === 1 ? found[0]!.id : refuse(422, [problem('FORM_UNKNOWN', 'form', { name })])
}

const units: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 }

function timeOf(engine: Engine, text: string, name: string): string {
  const ago = /^(\d{1,6})([mhd])$/.exec(text)
  if (ago) return new Date(engine.clock.now().getTime() - Number(ago[1]) * units[ago[2]!]!).toISOString()
  const time = /^\d{4}-\d{2}-\d{2}(T.*(Z|[+-]\d{2}:\d{2}))?$/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(time)
    ? refuse(422, [problem('TIMER_NOT_UNDERSTOOD', name, { type: 'time', text })])
    : new Date(time).toISOString()
}
