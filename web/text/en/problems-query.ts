/** What queries and formulas are answered with, and values that no page of ours sends. */
export default {
  QUERY_TOO_LARGE: 'This filter has too many conditions or levels. Take some out.',
  NOT_SORTABLE: 'The list cannot be sorted by {label}. Choose another field.',
  BAD_PAGE: 'There is no such page. Go back to the first one.',
  BAD_CONDITION: 'One condition of the filter is incomplete. Complete it or take it out.',
  OPERATOR_NOT_ALLOWED: '{label} cannot be compared in this way. Choose another comparison.',
  OPERAND_COUNT: '{label}: this comparison needs {need} values.',
  OPERAND_TOO_MANY: '{label}: compare with at most {max} values.',
  OPERAND_MISSING: '{label}: enter a value to compare with.',
  EXPR_BUSY: 'Too many formulas are being computed right now. Please try again shortly.',
  EXPR_SUSPENDED: 'A formula was switched off because it took too long several times. Please tell an administrator.',
  NOT_A_ROW: 'One row of {label} cannot be read. Reload the page and enter it again.',
  BAD_ROW_ID: 'One row of {label} cannot be read. Reload the page and enter it again.',
  READ_ONLY: '{label} is numbered automatically and cannot be filled in.',
  NO_VALUE: '{label} cannot hold a value.',
}
