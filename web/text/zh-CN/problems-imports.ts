/** Importing tables. */
export default {
  NO_SUCH_IMPORT: '没有这次导入，或它不是您发起的',
  NO_FILE: '没有收到文件，请重新选择',
  IMPORT_BUSY: '这次导入正在进行或已结束，请刷新后再试',
  IMPORT_FAILED: '导入中断了：已导入的行保留，可以重新开始，不会重复',
  NOT_A_TABLE: '只能导入 .csv 或 .xlsx 文件，“{file}”不是',
  TABLE_TOO_LARGE: '表格太大：文件最大 10 MB，解开后最大 100 MB，请拆成几份',
  TABLE_UNREADABLE: '读不了这个文件，请用表格软件另存为 .xlsx 或 UTF-8 的 .csv',
  TABLE_EMPTY: '表格里没有数据行：第一行是列名，从第二行起是数据',
  TOO_MANY_COLUMNS: '列太多，最多 {max} 列',
  TOO_MANY_ROWS: '行太多，一次最多 {max} 行，请拆成几份',
  MAPPING_LENGTH: '列的对应关系与文件不符，文件有 {columns} 列',
  NOTHING_MAPPED: '还没有一列对应到字段',
  MAPPED_TWICE: '两列对应了同一个字段',
}
