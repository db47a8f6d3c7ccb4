/** What queries and formulas are answered with, and values that no page of ours sends. */
export default {
  QUERY_TOO_LARGE: '筛选条件太多或嵌套太深，请减少一些。',
  NOT_SORTABLE: '不能按{label}排序，请换一个字段。',
  BAD_PAGE: '没有这一页，请回到第一页。',
  BAD_CONDITION: '有一个筛选条件不完整，请补全或删掉它。',
  OPERATOR_NOT_ALLOWED: '{label}不能这样比较，请换一种比较方式。',
  OPERAND_COUNT: '{label}：这种比较需要 {need} 个值。',
  OPERAND_TOO_MANY: '{label}：最多和 {max} 个值比较。',
  OPERAND_MISSING: '{label}：请填写要比较的值。',
  EXPR_BUSY: '现在同时计算的公式太多，请稍后再试。',
  EXPR_SUSPENDED: '有一个公式多次超时，已被停用。请联系管理员。',
  NOT_A_ROW: '{label}中有一行无法识别，请刷新页面后重新填写。',
  BAD_ROW_ID: '{label}中有一行无法识别，请刷新页面后重新填写。',
  READ_ONLY: '{label}由系统自动编号，不能填写。',
  NO_VALUE: '{label}不能填写内容。',
}
