import type { Approval, Signer } from '../approval/state.js'
import type { Delta } from '../command.js'
import type { Compensation, Instance, Repair, Scope, State, Subscription, Task, Timer, Token } from '../state.js'
import { Table } from './table.js'
import { Variables } from './variables.js'

/** Ids are counted, so their numbers tell which row is older, in whatever order a database gave them. */
export const older = (a: { id: string }, b: { id: string }): number => count(a.id) - count(b.id)
const count = (id: string): number => Number(id.slice(id.lastIndexOf('.') + 1))

/** A state that is being changed by one command: tables that remember what changed, and the counter of ids. */
export class Draft {
  readonly instance: Instance
  readonly scopes: Table<Scope>
  readonly tokens: Table<Token>
  readonly variables: Variables
  readonly tasks: Table<Task>
  readonly timers: Table<Timer>
  readonly subscriptions: Table<Subscription>
  readonly repairs: Table<Repair>
  /** By scope. */
  readonly compensations: Table<Compensation>
  /** By token. */
  readonly approvals: Table<Approval>
  /** By approval. */
  readonly signers: Table<Signer>
  /** Loop bodies that went with children that are not loaded. */
  readonly dropped: string[] = []

  constructor(private readonly before: State) {
    this.instance = { ...before.instance }
    this.scopes = new Table(before.scopes, scope => scope.token ?? '')
    this.tokens = new Table(before.tokens, token => token.scope)
    this.variables = new Variables(before.variables)
    this.tasks = new Table(before.tasks, task => task.token)
    this.timers = new Table(before.timers, timer => timer.token)
    this.subscriptions = new Table(before.subscriptions, subscription => subscription.token)
    this.repairs = new Table(before.repairs, repair => repair.token)
    this.compensations = new Table(before.compensations, compensation => compensation.scope)
    this.approvals = new Table(before.approvals ?? [], approval => approval.token)
    this.signers = new Table(before.signers ?? [], signer => signer.approval)
  }

  nextId(): string {
    this.instance.seq += 1
    return `${this.instance.id}.${this.instance.seq}`
  }

  /**
   * Where the variables seen at a token or in a scope are held, innermost first: the token itself where its activity has variables of its own,
   * its scope, then outwards to the process. A called process sees nothing of its caller.
   */
  chain(at: string): { id: string }[] {
    const token = this.tokens.get(at)
    const chain: { id: string }[] = token && this.variables.holds(at) ? [token] : []
    for (let scope = this.scopes.get(token?.scope ?? at); scope;) {
      chain.push(scope)
      scope = scope.definition !== undefined || scope.parent === undefined ? undefined : this.scopes.get(scope.parent)
    }
    return chain
  }

  close(): { state: State; delta: Delta } {
    const { instance, scopes, tokens, variables, tasks, timers, subscriptions, repairs, compensations, approvals, signers } = this
    return {
      state: {
        instance,
        scopes: scopes.all(),
        tokens: tokens.all(),
        variables: variables.all(),
        tasks: tasks.all(),
        timers: timers.all(),
        subscriptions: subscriptions.all(),
        repairs: repairs.all(),
        compensations: compensations.all(),
        approvals: approvals.all(),
        signers: signers.all(),
      },
      delta: {
        instance: changed(this.before.instance, instance),
        scopes: scopes.rows(),
        tokens: tokens.rows(),
        variables: variables.rows(),
        tasks: tasks.rows(),
        timers: timers.rows(),
        subscriptions: subscriptions.rows(),
        repairs: repairs.rows(),
        compensations: compensations.rows(),
        approvals: approvals.rows(),
        signers: signers.rows(),
        dropped: this.dropped,
      },
    }
  }
}

const changed = (before: Instance, after: Instance): Partial<Instance> =>
  Object.fromEntries(Object.entries(after).filter(([key, value]) => before[key as keyof Instance] !== value))
