import type { Field, FieldKindName, Form } from '#core/form/form'
import { kinds } from '#core/form/fields/index'
import { freshKey, keyFromWords } from '../edit/keys'
import { labelsOf, newOption } from '../edit/options'
import { placeCell, wantedSpan } from '../edit/place'

/** A guess about a name: the first that fits decides. `key` is what such a field is usually called. */
const guesses: { fits: RegExp; kind: FieldKindName; key?: string; extra?: Partial<Field> }[] = [
  { fits: /(邮箱|邮件|e-?mail)/i, kind: 'email', key: 'email', extra: { personal: true } },
  { fits: /(手机|电话|联系方式|phone|mobile|\btel\b)/i, kind: 'phone', key: 'phone', extra: { personal: true } },
  { fits: /(照片|图片|截图|photo|picture|image)/i, kind: 'file', key: 'photos', extra: { image: true } },
  { fits: /(附件|文件|合同扫描|attachment|file)/i, kind: 'file', key: 'files' },
  { fits: /(流水号|单号|编号$|serial|number no\.?$)/i, kind: 'serial', key: 'number' },
  { fits: /(时间|时刻|\btime\b)/i, kind: 'datetime', key: 'time' },
  { fits: /(日期|生日|期限|截止|date|birthday|deadline)/i, kind: 'date', key: 'date' },
  {
    fits: /(金额|价格|单价|总价|费用|预算|工资|薪|款|采购额|销售额|amount|price|cost|budget|salary|fee)/i,
    kind: 'money',
    key: 'amount',
  },
  { fits: /(部门|科室|department)/i, kind: 'department', key: 'department' },
  { fits: /(负责人|经办人|审批人|跟进人|申请人|owner|assignee|manager)/i, kind: 'member', key: 'owner' },
  {
    fits: /(数量|人数|天数|年龄|次数|个数|门店数|小时|数$|quantity|count|age|number of|hours|days)/i,
    kind: 'number',
    key: 'quantity',
  },
  {
    fits: /(备注|说明|描述|原因|理由|内容|意见|简介|详情|remark|note|description|reason|comment)/i,
    kind: 'textarea',
    key: 'remark',
  },
  {
    fits: /^是否|[吗？?]$/,
    kind: 'choice',
    extra: {
      display: 'flat',
      options: [
        { value: 'yes', label: { zh: '是', en: 'Yes' } },
        { value: 'no', label: { zh: '否', en: 'No' } },
      ],
    } as Partial<Field>,
  },
  { fits: /(姓名|名字|联系人|name)/i, kind: 'text', key: 'name' },
  { fits: /(公司|单位|企业|客户|company|customer)/i, kind: 'text', key: 'company' },
  { fits: /(地址|address)/i, kind: 'text', key: 'address' },
]

/** One line → a field. "等级：A/B/C" are options, "*" means required, "# 标题" and "【标题】" are headings, several choices are marked 多选. */
export function inferField(line: string): Field | undefined {
  const heading = /^(?:#+\s*|【)(.+?)】?$/.exec(line.trim())
  if (heading) return { kind: 'divider', key: 'section', label: heading[1]!.trim() }
  const plain = line.replace(/^\s*(?:[-•·]\s+|\d{1,3}[.、)）]\s*)/, '').trim()
  const required = /^\*|\*$|[（(]必填[）)]/.test(plain)
  const bare = plain
    .replace(/^\*+|\*+$/g, '')
    .replace(/[（(]必填[）)]/, '')
    .trim()
  const [, named = bare, list] = /^([^：:]+)[：:]\s*(.+)$/.exec(bare) ?? []
  const several = /[（(]?多选[）)]?/.test(named)
  const label = named
    .replace(/[（(](多选|单选)[）)]/, '')
    .trim()
    .slice(0, 60)
  if (!label) return undefined
  const common = { label, ...(required ? { required: true } : {}) }
  const labels = list === undefined ? [] : labelsOf(list.replace(/\s*[/／、|,，;；]\s*/g, '\n'))
  if (labels.length > 1) {
    const options = labels.reduce<ReturnType<typeof newOption>[]>((all, each) => [...all, newOption(all, each)], [])
    const kind = several ? ('choices' as const) : ('choice' as const)
    const flat = labels.length <= 4 && labels.join('').length <= 18 && !several ? { display: 'flat' as const } : {}
    return { kind, key: keyFromWords(label) ?? kind, ...common, options, ...flat } as Field
  }
  const guess = guesses.find(each => each.fits.test(label))
  const kind = guess?.kind ?? 'text'
  const key = keyFromWords(label) ?? guess?.key ?? 'text'
  const unit = kind === 'number' ? /[（(]([^）)]{1,6})[）)]$/.exec(label)?.[1] : undefined
  const made = { key, ...kinds[kind].create(), ...guess?.extra, ...common } as Field & { required?: boolean; unit?: string }
  if (unit) Object.assign(made, { unit, label: label.replace(/[（(][^）)]+[）)]$/, '') })
  if (!kinds[kind].input) delete made.required
  return made
}

/** Lines of text → fields with keys of their own. Cells of a spreadsheet's first row are lines, too. */
export function inferFields(text: string, taken: string[] = []): Field[] {
  const keys = [...taken]
  const lines = text.split(/\r?\n|\t/).filter(line => line.trim() !== '')
  return lines.slice(0, 200).flatMap(line => {
    const field = inferField(line)
    if (!field) return []
    const key = freshKey(keys, field.key)
    keys.push(key)
    return { ...field, key }
  })
}

/** A whole form of such fields: two short ones share a line, the first that names something is the record's title. */
export function formOf(fields: Field[]): Pick<Form, 'fields' | 'layout' | 'settings'> {
  const form: Form = { key: 'form', name: '', fields, layout: [] }
  for (const field of fields) placeCell(form, field.key, { at: 'end' }, wantedSpan(field.kind))
  const title =
    fields.find(field => field.kind === 'text') ?? fields.find(field => kinds[field.kind].input && field.kind !== 'file')
  return { fields, layout: form.layout, ...(title ? { settings: { title: [title.key] } } : {}) }
}
