import type { Json } from '../../problem.js'
import type { Resubmit } from '../approval/settings.js'
import type { Credit } from './plan-return.js'

/** The last return to a step, kept on the scope: what was approved behind it before `seq` (the counter of ids) counts as `policy` says. */
export interface Returned {
  to: string
  seq: number
  policy: Resubmit
  /** Straight back: where everything stood before, and is put again when the step is done. */
  back?: Back
}

export interface Back {
  /** The token on the step; when it leaves the step by another way (a boundary event), all of this is forgotten. */
  token: string
  /** Scope of the places: that of the step, or one around it when the step lies in a sub-process that was opened for it. */
  scope: string
  places: Place[]
  /** Arrivals at joins that were credited for the ordinary way, which is then not gone. */
  credits: Credit[]
}

/** Where a token stood. A sub-process stands as it stood; a loop or a called process begins anew. */
export interface Place {
  node: string
  arrivedBy?: string
  inner?: { kind: 'sub-process' | 'event'; places: Place[]; data: Record<string, Json> }
  /** It was itself a step that something goes straight back from. */
  back?: Omit<Back, 'token' | 'scope'>
}
