import type { Text } from '../../problem.js'
import type { Verb } from './settings.js'

/** What buttons and histories call a verb that the diagram gives no label. */
export const VERB_NAMES: Record<Verb, Text> = {
  approve: { zh: '同意', en: 'Approve' },
  refuse: { zh: '拒绝', en: 'Refuse' },
  stash: { zh: '暂存', en: 'Save for later' },
  return: { zh: '退回', en: 'Return' },
  transfer: { zh: '转办', en: 'Hand over' },
  delegate: { zh: '委派', en: 'Delegate' },
  'add-before': { zh: '前加签', en: 'Add approver before me' },
  'add-after': { zh: '后加签', en: 'Add approver after me' },
  'add-parallel': { zh: '并加签', en: 'Add approver beside me' },
  remove: { zh: '减签', en: 'Remove approver' },
  copy: { zh: '抄送', en: 'Send a copy' },
  urge: { zh: '催办', en: 'Urge' },
  withdraw: { zh: '撤回', en: 'Withdraw' },
  'take-back': { zh: '拿回', en: 'Take back' },
  end: { zh: '终止', en: 'End the process' },
  reactivate: { zh: '激活', en: 'Reactivate' },
}
