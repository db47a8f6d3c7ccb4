import type { PaletteItem } from './kinds'

/** First letters of the Chinese names in pinyin, and other names that people look for. */
const letters: Record<string, string> = {
  text: 'dhwb wz 文字 输入框 姓名',
  textarea: 'dhwb bz 备注 长文本',
  number: 'sz sl 数量 数值',
  money: 'je jq 价格 人民币',
  date: 'rq 生日 日子',
  datetime: 'rqsj sj 时刻',
  phone: 'dh sj sjh 手机 联系方式',
  email: 'yx yj 邮件',
  choice: 'dx xlk 下拉 选项',
  choices: 'dx fxk 复选 勾选',
  member: 'cy ry yg 人员 员工 负责人',
  department: 'bm zz 组织',
  subform: 'zbd mx mxb 明细 表格',
  file: 'fj wj 文件 上传',
  image: 'tp zp 照片',
  serial: 'lsh bh 编号 自动编号',
  divider: 'fzbt fg fgx 分割线 标题',
  description: 'smwz sm 提示 说明',
}

/** Does an entry answer to what was typed: its name, its kind, or the first letters of either? */
export function answersTo(item: PaletteItem, name: string, query: string): boolean {
  const asked = query.trim().toLowerCase()
  if (!asked) return true
  const words = [item.id, name.toLowerCase(), ...name.toLowerCase().split(/\s+/), ...(letters[item.id] ?? '').split(' ')]
  return name.toLowerCase().includes(asked) || words.some(word => word.startsWith(asked))
}

/** Those that answer, closest first: whose name or letters are just what was typed, before those that only begin so. */
export function found<T extends PaletteItem>(items: T[], nameOf: (item: T) => string, query: string): T[] {
  const asked = query.trim().toLowerCase()
  const exact = (item: T) => nameOf(item).toLowerCase() === asked || (letters[item.id] ?? '').split(' ')[0] === asked
  return items.filter(item => answersTo(item, nameOf(item), query)).sort((a, b) => Number(exact(b)) - Number(exact(a)))
}
