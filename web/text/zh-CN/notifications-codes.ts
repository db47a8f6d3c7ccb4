/** 通知的标题：NOTE 用管理员写的原文，其余按代码说。 */
export default {
  NOTE: '{title}',
  TASK_NEW: '新待办：{body}',
  TASK_DUE: '待办已到期：{body}',
  TASK_TRANSFERRED: '转给您的待办：{body}',
  TASK_URGED: '催办：{body}',
  TASK_COPIED: '抄送给您：{body}',
  TASK_ESCALATED: '超时上报：{body}',
  REPAIR_NEW: '流程停在“{body}”，需要处理',
}
