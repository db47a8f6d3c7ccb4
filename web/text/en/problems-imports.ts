/** Importing tables. */
export default {
  NO_SUCH_IMPORT: 'There is no such import, or it is not yours',
  NO_FILE: 'No file arrived; choose it again',
  IMPORT_BUSY: 'This import is running or has ended; reload and try again',
  IMPORT_FAILED: 'The import stopped: rows that are in stay in, and starting again doubles nothing',
  NOT_A_TABLE: 'Only .csv and .xlsx files can be imported; “{file}” is neither',
  TABLE_TOO_LARGE: 'The table is too large: at most 10 MB, 100 MB unpacked; split it',
  TABLE_UNREADABLE: 'This file cannot be read; save it as .xlsx or as .csv in UTF-8',
  TABLE_EMPTY: 'The table has no rows: the first line holds the names of the columns, data begin in the second',
  TOO_MANY_COLUMNS: 'Too many columns; at most {max}',
  TOO_MANY_ROWS: 'Too many rows; at most {max} at once, split the table',
  MAPPING_LENGTH: 'The mapping does not fit the file, which has {columns} columns',
  NOTHING_MAPPED: 'No column has been given a field',
  MAPPED_TWICE: 'Two columns have the same field',
}
