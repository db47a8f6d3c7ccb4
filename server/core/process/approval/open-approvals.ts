import { nodeIn, type Run } from '../run.js'
import type { ApprovalSettings } from './settings.js'
import type { Approval } from './state.js'

/** Rounds that are open, with their settings. One whose step is no approval in the version that the instance runs now is left alone. */
export const openApprovals = (run: Run): { approval: Approval; settings: ApprovalSettings }[] =>
  run.draft.approvals.all().flatMap(approval => {
    const { approval: settings } = nodeIn(run, approval.scope, approval.element).settings
    return settings ? [{ approval, settings }] : []
  })
