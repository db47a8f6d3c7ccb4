import type { Node } from '../graph.js'
import { complete } from '../moves.js'
import type { Run } from '../run.js'
import type { Decided } from './carry-on.js'
import type { Approval } from './state.js'

/** The step is decided: its token goes on. */
export const finish = (run: Run, approval: Approval, node: Node, { detail }: Decided): Promise<void> =>
  complete(run, run.draft.tokens.get(approval.token)!, node, undefined, detail)
