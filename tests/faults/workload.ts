import { Caller, type Reply } from './caller.js'
import { chance, type Chance } from './chance.js'
import type { Place } from './place.js'
import { shapes } from './shapes.js'

/** One thing that somebody wanted, with every answer that he got. Sent again with the same key until there is an answer. */
export interface Act {
  /** Idempotency-Key; also written into the record (`name` or `note`) and the opinion, so that its effects can be found. */
  key: string
  kind: 'submit' | 'complete'
  /** Account, or 'link'. */
  by: string
  path: string
  body: Record<string, any>
  /** Of the task that is completed. */
  task?: string
  /** Below 500; a 5xx is no answer, it is asked again. */
  answers: Reply[]
  /** How often the server went away before it had answered. */
  cuts: number
  /** Each time the server could not say: its code, and whether it said when to come again. */
  troubles: { status: number; code: string; retryAfter?: string }[]
}
export type Journal = Act[]

/** Clients that submit and complete at the same time until they are told to stop. */
export interface Workload {
  journal: Journal
  /** Right after so many more answers. */
  answers(more: number): Promise<void>
  /** Completes open tasks until none is left, besides those with the names in `spare`. */
  drain(spare?: string[]): Promise<void>
  /** What is under way gets its answer first. */
  stop(): Promise<void>
}

const tries = 600
const pause = (milliseconds: number): Promise<void> => new Promise(done => setTimeout(done, milliseconds))

export function aWorkload(place: Place, seed: number, clients = 8): Workload {
  const journal: Journal = []
  const stranger = new Caller(place.any)
  let stopping = false
  let count = 0
  let answered = 0
  /** Shapes come in turn, so that also a short run has each. */
  let submitted = 0
  let waiting: { at: number; go: () => void } | undefined

  const perform = async (act: Act): Promise<void> => {
    const caller = place.people.find(each => each.account === act.by) ?? stranger
    for (let n = 0; n < tries; n++) {
      const reply = await caller.ask('POST', act.path, act.body, { 'idempotency-key': act.key }).catch(() => undefined)
      if (!reply) act.cuts++
      if (reply && reply.status < 500 && reply.status !== 429) {
        act.answers.push({ status: reply.status, body: reply.body })
        if (++answered === waiting?.at) waiting.go()
        return
      }
      if (reply) act.troubles.push({ status: reply.status, code: reply.body?.code, retryAfter: reply.retryAfter })
      await pause(20)
    }
  }
  const begin = (act: Omit<Act, 'answers' | 'cuts' | 'troubles' | 'key'>, key: string): Act => {
    const begun = { ...act, key, answers: [], cuts: 0, troubles: [] }
    journal.push(begun)
    return begun
  }
  const aKey = (client: number): string => `k${client}-${count++}`

  const submit = (client: number, luck: Chance, person: Caller, code: string): Promise<void> => {
    const key = aKey(client)
    const values = { name: key, code, shape: shapes[submitted++ % shapes.length]!.name, amount: Math.floor(luck.next() * 1000) }
    const act = luck.happens(0.6)
      ? { by: 'link', path: `/public/links/${place.link}/records`, body: { values } }
      : { by: person.account, path: `/forms/${place.form}/records`, body: { values } }
    return perform(begin({ kind: 'submit', ...act }, key))
  }
  const complete = (client: number, luck: Chance, person: Caller, task: { id: string; name: string }): Promise<void> => {
    const key = aKey(client)
    const outcome =
      task.name === 'decide' ? luck.of(['yes', 'no']) : task.name === 'draft' ? luck.of(['ok', 'ok', 'again']) : undefined
    const body = { ...(outcome ? { outcome } : {}), opinion: key, values: { note: key } }
    return perform(begin({ kind: 'complete', by: person.account, path: `/tasks/${task.id}/complete`, body, task: task.id }, key))
  }
  const todo = async (person: Caller): Promise<{ id: string; name: string }[]> =>
    (await person.ask('GET', '/tasks?folder=todo').catch(() => undefined))?.body?.items ?? []

  const oneClient = async (client: number): Promise<void> => {
    const luck = chance(seed * 1000 + client)
    const [person, rival] = [place.people[client % 4]!, place.people[(client + 1) % 4]!]
    while (!stopping) {
      // a third of all is asked for twice at once, by two people or with two keys: one must lose, and leave nothing behind
      const duel = luck.happens(0.33)
      if (luck.happens(0.4)) {
        const code = `c${client}-${count}`
        await Promise.all([submit(client, luck, person, code), ...(duel ? [submit(client, luck, rival, code)] : [])])
      } else if (luck.happens(0.15)) {
        const answered = journal.filter(act => act.answers.length > 0)
        if (answered.length > 0) await perform(luck.of(answered))
      } else {
        const open = await todo(person)
        if (open.length === 0) await pause(20)
        else {
          const task = luck.of(open)
          await Promise.all([complete(client, luck, person, task), ...(duel ? [complete(client, luck, rival, task)] : [])])
        }
      }
    }
  }
  const running = Array.from({ length: clients }, (_, client) => oneClient(client))

  return {
    journal,
    answers: more => new Promise(go => (waiting = { at: answered + more, go })),
    async stop() {
      stopping = true
      await Promise.all(running)
    },
    async drain(spare = []) {
      const luck = chance(seed + 1)
      for (;;) {
        const open = (await todo(place.people[0]!)).filter(task => !spare.includes(task.name))
        if (open.length === 0) return
        await Promise.all(open.map(task => complete(9, luck, luck.of(place.people), task)))
      }
    },
  }
}
