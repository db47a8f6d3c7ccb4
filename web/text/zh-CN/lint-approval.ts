/** 检查审批步骤时的提示。 */
export default {
  APPROVAL_WITHOUT_VOTE: { says: '这个步骤既不能同意也不能拒绝。', mend: '至少打开其中一个。' },
  THRESHOLD_OUT_OF_REACH: { says: '需要 {wanted} 票，而全部审批人一共只有 {most} 票。', mend: '降低通过条件，或增加审批人。' },
  OVERDUE_WITHOUT_DUE: { says: '设置了提醒，却没有限时。', mend: '给步骤设置限时。' },
  RETURN_TARGET_UNKNOWN: { says: '退回目标「{name}」不是由人处理的步骤。', mend: '选择流程图里的步骤。' },
  OUTCOMES_IGNORED: { says: '审批只有同意和拒绝，这里列出的其他操作不起作用。', mend: '删除它们。' },
  THRESHOLD_IGNORED: { says: '这种方式下通过条件不起作用。', mend: '改用比例或票签，或删除条件。' },
  REFUSAL_NEVER_REACHED: {
    says: '拒绝达到 {refuse}% 之前，同意已不可能达到 {approve}%，会直接被拒绝。',
    mend: '降低拒绝条件，或不设置。',
  },
}
