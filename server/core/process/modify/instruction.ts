import type { Json } from '../../problem.js'

/** Where an element is begun: in this scope (or below it); needed where several could hold it. */
interface Where {
  scope?: string
  /** Before: it begins. After: as if it were done, its token leaves, by `flow` where it would have to decide. */
  at?: 'before' | 'after'
  flow?: string
  /** At a join: the other branches count as arrived. Without it the token waits for them. */
  arrivals?: 'all'
}

/** One change to a running instance, made by an administrator. Several are one command: all of them or none. */
export type Instruction =
  /** With everything that hangs on it. */
  | { do: 'cancel'; token: string }
  | { do: 'cancel-all'; element: string; scope?: string }
  /** Sub-processes around it that are not running are opened. */
  | ({ do: 'activate'; element: string } & Where)
  /** Every token on an element, or one: a new one begins elsewhere, then the old one goes. */
  | ({ do: 'move'; from: { element: string } | { token: string }; to: string } & Where)
  /** Without a scope: of the process. */
  | { do: 'set'; values: Record<string, Json>; scope?: string }
  | { do: 'unset'; names: string[]; scope?: string }
