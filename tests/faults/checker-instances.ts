import { isDeepStrictEqual } from 'node:util'
import type { Facts, Fault } from './checker.js'
import type { Found, Row } from './found.js'
import { groups, parse } from './rows.js'
import { shapes } from './shapes.js'

const second = 1000
const hour = 3600 * second

/** One instance with everything that belongs to it. */
interface Whole {
  row: Row
  order: Row
  tables: Record<
    'tokens' | 'scopes' | 'tasks' | 'jobs' | 'subscriptions' | 'repairs' | 'outbox' | 'activity_log' | 'command_log',
    Row[]
  >
  notices: Row[]
  /** Completed nodes, how often. */
  done: Record<string, number>
}

/** What is wrong with the instances: each order has one, each step was done once, each waits for something or has ended as drawn. */
export function checkInstances(facts: Facts): Fault[] {
  const { found, ended, people, called } = facts
  const orders = found.records('order')
  const byOrder = groups(found.tables.instances!, row => row.record_id)
  const faults: Fault[] = orders.flatMap(order => {
    const count = byOrder.get(order._id)?.length ?? 0
    return count === 1 ? [] : [{ rule: 3, what: `order ${order.name} (${order.shape}) has ${count} instances` }]
  })
  const traces = groups(found.records('trace'), row => row.of)
  for (const whole of wholes(found, orders)) {
    const told = (rule: number, whats: string[]): void =>
      whats.forEach(what => faults.push({ rule, what: `${whole.order.shape} ${whole.order.name}: ${what}` }))
    told(3, steps(whole, people, traces.get(whole.order.code)?.length ?? 0))
    told(4, whole.row.status === 'running' ? stuck(whole) : leftovers(whole))
    told(7, timers(whole))
    told(10, calls(whole, called))
    if (ended) told(whole.row.status === 'completed' ? 5 : 4, course(whole))
  }
  return faults
}

function wholes(found: Found, orders: Row[]): Whole[] {
  const order = new Map(orders.map(row => [row._id, row]))
  const names = [
    'tokens',
    'scopes',
    'tasks',
    'jobs',
    'subscriptions',
    'repairs',
    'outbox',
    'activity_log',
    'command_log',
  ] as const
  const grouped = names.map(name => [name, groups(found.tables[name]!, row => row.instance_id ?? '')] as const)
  const notices = groups(found.tables.notifications!, row => row.record_id ?? '')
  // an instance without its order is an orphan, which the other half of the checker names
  return found.tables.instances!.flatMap(row => {
    const about = order.get(row.record_id)
    if (!about) return []
    const tables = Object.fromEntries(grouped.map(([name, all]) => [name, all.get(row.id) ?? []])) as Whole['tables']
    const completed = groups(
      tables.activity_log.filter(each => each.type === 'completed'),
      each => each.element,
    )
    const done = Object.fromEntries([...completed].map(([element, all]) => [element, all.length]))
    return [{ row, order: about, tables, notices: notices.get(row.record_id) ?? [], done }]
  })
}

/** Nodes that count in the record when they run. */
const hitting = ['mark', 'yes', 'no', 'markLeft', 'joined', 'woken', 'finish', 'innerMark', 'bump']

/** (3) Every (node, round) once, its effects as often as the node: values, notices, records, log. */
function steps({ row, order, tables, notices, done }: Whole, people: number, traces: number): string[] {
  const said: string[] = []
  const times = (what: string, got: number, want: number): void =>
    void (got !== want && said.push(`${what} ${got} times, not ${want}`))
  for (const [key, all] of groups(tables.tasks, task => `${task.element} round ${task.round} in ${task.scope}`))
    times(`task ${key}`, all.length, 1)
  for (const element of new Set(tables.tasks.map(task => task.element as string)))
    times(
      `completion of ${element}`,
      tables.tasks.filter(task => task.element === element && task.status === 'completed').length,
      done[element] ?? 0,
    )
  times(
    'the record was hit',
    Number(order.hits ?? 0),
    hitting.reduce((sum, element) => sum + (done[element] ?? 0), 0),
  )
  const about = (code: string, text?: string): number =>
    notices.filter(each => each.code === code && (!text || each.body === text)).length
  times('news of tasks', about('TASK_NEW'), tables.tasks.length * people)
  for (const element of ['tellRight', 'remind']) times(`notice ${element}`, about('NOTE', element), (done[element] ?? 0) * people)
  times('created record', traces, done.make ?? 0)
  const revisions = tables.command_log.map(each => Number(each.rev)).sort((a, b) => a - b)
  if (
    !isDeepStrictEqual(
      revisions,
      Array.from({ length: Number(row.rev) }, (_, n) => n + 1),
    )
  )
    said.push(`commands ${revisions.join(',')} for revision ${row.rev}`)
  return said
}

/** (4) A running instance has tokens, and each of them waits for something that is there. */
function stuck({ row, tables }: Whole): string[] {
  const { tokens, tasks, jobs, subscriptions, repairs, scopes, outbox } = tables
  const timers = jobs.filter(job => job.kind === 'timer').map(job => parse<{ token: string }>(job.payload)!.token)
  const calls = outbox.filter(each => each.status === 'waiting' && jobs.some(job => job.id === each.id))
  const waitsFor: Record<string, (token: Row) => boolean> = {
    task: token => tasks.some(task => task.token === token.id && task.status === 'open'),
    timer: token => timers.includes(token.id),
    message: token => subscriptions.some(each => each.token === token.id),
    event: token => timers.includes(token.id) || subscriptions.some(each => each.token === token.id),
    join: token => tokens.some(other => other.scope === token.scope && other.waits !== 'join'),
    scope: token => scopes.some(scope => scope.token === token.id && tokens.some(other => other.scope === scope.id)),
    job: token => calls.some(each => parse<{ token: string }>(each.payload)!.token === token.id),
    repair: token => repairs.some(each => each.token === token.id),
    continue: () => jobs.some(job => job.id === `${row.id}.continue`),
  }
  if (tokens.length === 0) return ['is running without a token']
  return [
    ...tokens
      .filter(token => !waitsFor[token.waits]?.(token))
      .map(token => `token at ${token.node} waits for a ${token.waits} that is not there`),
    ...tasks
      .filter(task => task.status === 'open' && !tokens.some(token => token.id === task.token))
      .map(task => `open task ${task.element} without a token`),
    ...timers.filter(timer => !tokens.some(token => token.id === timer)).map(() => 'timer without a token'),
  ]
}

/** (4) An ended one leaves nothing that could still happen. Its root scope stays with its variables, to be read. */
const leftovers = ({ tables: { tokens, scopes, subscriptions, repairs, jobs, tasks } }: Whole): string[] =>
  Object.entries({
    tokens,
    scopes: scopes.filter(scope => scope.parent !== null),
    subscriptions,
    repairs,
    jobs,
    tasks: tasks.filter(task => task.status === 'open'),
  })
    .filter(([, rows]) => rows.length > 0)
    .map(([name, rows]) => `has ended, but ${rows.length} ${name} are left`)

const uncounted = new Set(['start', 'begin', 'agreed', 'fork', 'join', 'enough', 'overdue', 'remind', 'reminded'])

/** (5) It went and ended as its model says. */
function course({ row, order, tables, done }: Whole): string[] {
  if (row.status !== 'completed') return [`is still ${row.status}`]
  const outcomes = tables.tasks.map(task => task.outcome as string | null)
  const expected = shapes
    .find(shape => shape.name === order.shape)!
    .expected({ done, again: outcomes.filter(each => each === 'again').length, outcome: outcomes[0] ?? null })
  const counted = Object.fromEntries(Object.entries(done).filter(([element]) => !uncounted.has(element)))
  const is = { done: counted, hits: Number(order.hits ?? 0), state: order.state }
  return isDeepStrictEqual(is, expected) ? [] : [`went ${JSON.stringify(is)}, not ${JSON.stringify(expected)}`]
}

/** (7) No timer before its time, none twice. A task of two hours has its reminder, a shorter one has none. */
function timers({ row, tables, done }: Whole): string[] {
  const said: string[] = []
  const at = (element: string, type: string): number =>
    Date.parse(tables.activity_log.find(each => each.element === element && each.type === type)?.at)
  for (const [node, arrived, wait] of [
    ['short', 'start_short', second],
    ['late', 'slow_late', 6 * hour],
  ] as const) {
    if ((done[node] ?? 0) > 1) said.push(`timer ${node} fired ${done[node]} times`)
    if (done[node] && at(node, 'completed') - at(arrived, 'taken') < wait) said.push(`timer ${node} fired early`)
  }
  const slow = tables.tasks.find(task => task.element === 'slow')
  if (!slow) return said
  const open = (slow.completed_at ? Date.parse(slow.completed_at) : Number.NaN) - Date.parse(slow.created_at)
  if ((done.remind ?? 0) > 1) said.push(`reminded ${done.remind} times`)
  if (done.remind && open < 2 * hour) said.push('reminded of a task that was not open for so long')
  if (row.status === 'completed' && open >= 2 * hour && !done.remind) said.push('was not reminded')
  return said
}

/** (10) A webhook reaches its receiver at least once, always under the same id. */
function calls({ order, done }: Whole, called: Map<string, string[]>): string[] {
  const ids = called.get(JSON.stringify(order.code)) ?? []
  if (new Set(ids).size > 1) return [`called under ${new Set(ids).size} ids`]
  return done.call && ids.length === 0 ? ['the call was never made'] : []
}
