/**
 * What the engine runs, by the names that bpmn-js gives its menu entries (bpmn-js PopupEntries), in the order in which we offer it.
 * tests/web/process-designer/executed.test.ts holds it against the core.
 */
export const EXECUTED = [
  'user-task',
  'exclusive-gateway',
  'none-end-event',
  'service-task',
  'send-task',
  'rule-task',
  'script-task',
  'receive-task',
  'manual-task',
  'task',
  'parallel-gateway',
  'inclusive-gateway',
  'event-based-gateway',
  'none-start-event',
  'timer-start',
  'message-start',
  'timer-intermediate-catch',
  'message-intermediate-catch',
  'message-intermediate-throw',
  'none-intermediate-throwing',
  'none-boundary-event',
  'timer-boundary',
  'non-interrupting-timer-boundary',
  'message-boundary',
  'non-interrupting-message-boundary',
  'error-boundary',
  'message-end',
  'error-end',
  'terminate-end',
  'expanded-subprocess',
  'collapsed-subprocess',
  'call-activity',
  'complex-gateway',
  'event-subprocess',
  'transaction',
  'expanded-ad-hoc-subprocess',
  'collapsed-ad-hoc-subprocess',
  'signal-start',
  'conditional-start',
  'error-start',
  'escalation-start',
  'compensation-start',
  'non-interrupting-message-start',
  'non-interrupting-timer-start',
  'non-interrupting-conditional-start',
  'non-interrupting-signal-start',
  'non-interrupting-escalation-start',
  'signal-intermediate-catch',
  'signal-intermediate-throw',
  'conditional-intermediate-catch',
  'link-intermediate-catch',
  'link-intermediate-throw',
  'escalation-intermediate-throw',
  'compensation-intermediate-throw',
  'signal-boundary',
  'non-interrupting-signal-boundary',
  'conditional-boundary',
  'non-interrupting-conditional-boundary',
  'escalation-boundary',
  'non-interrupting-escalation-boundary',
  'compensation-boundary',
  'cancel-boundary',
  'signal-end',
  'escalation-end',
  'compensation-end',
  'cancel-end',
  'expanded-pool',
  'collapsed-pool',
  'data-object-reference',
  'data-store-reference',
] as const

/** Names of replace entries that differ from the catalogue's. */
const SAME: Record<string, string> = {
  'none-start': 'none-start-event',
  'none-end': 'none-end-event',
  'none-intermediate-throw': 'none-intermediate-throwing',
  subprocess: 'expanded-subprocess',
  'ad-hoc-subprocess': 'expanded-ad-hoc-subprocess',
  'exclusive-event-based-gateway': 'event-based-gateway',
  'parallel-event-based-instantiate-gateway': 'event-based-gateway',
}
/** Changes of a flow are no elements: always offered. */
const ALWAYS = new Set(['sequence-flow', 'default-flow', 'conditional-flow'])

/** Place of a menu entry in our order; undefined: it can be drawn, and lint says that it does not run. */
export function rankOf(entry: string): number | undefined {
  const name = entry.replace(/^(append|create|replace)-/, '').replace(/^(replace-)?with-/, '')
  if (ALWAYS.has(name)) return 0
  const at = (EXECUTED as readonly string[]).indexOf(SAME[name] ?? name)
  return at < 0 ? undefined : at
}
