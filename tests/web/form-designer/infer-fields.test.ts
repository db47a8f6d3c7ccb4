import { lintForm } from '#core/form/lint-form'
import { linesOf } from '@/form-designer/edit/lines'
import { formOf, inferField, inferFields } from '@/form-designer/new/infer-fields'
import { found } from '@/form-designer/initials'
import { itemName, items } from '@/form-designer/kinds'
import { speak } from '../../support/texts'

test.each([
  ['联系电话', 'phone', 'phone'],
  ['手机号*', 'phone', 'phone'],
  ['电子邮箱', 'email', 'email'],
  ['签约日期', 'date', 'date'],
  ['预约时间', 'datetime', 'time'],
  ['合同金额', 'money', 'amount'],
  ['采购数量', 'number', 'quantity'],
  ['备注', 'textarea', 'remark'],
  ['所属部门', 'department', 'department'],
  ['负责人', 'member', 'owner'],
  ['现场照片', 'file', 'photos'],
  ['附件', 'file', 'files'],
  ['客户编号', 'serial', 'number'],
  ['是否开票', 'choice', 'choice'],
  ['客户名称', 'text', 'company'],
  ['Contact person', 'text', 'contactPerson'],
  ['Due date', 'date', 'dueDate'],
  ['# 基本信息', 'divider', 'section'],
  ['【采购需求】', 'divider', 'section'],
])('%s becomes %s', (line, kind, key) => {
  const field = inferField(line)!
  expect(field.kind).toBe(kind)
  if (!(line === '是否开票')) expect(field.key).toBe(key)
})

test('options, several options, requirement and unit are read from the line', () => {
  expect(inferField('等级：A/B/C')).toMatchObject({
    kind: 'choice',
    display: 'flat',
    options: [{ value: 'A' }, { value: 'B' }, { value: 'C' }],
  })
  expect(inferField('服务（多选）：试用、培训、驻店')).toMatchObject({ kind: 'choices', label: '服务', options: { length: 3 } })
  expect(inferField('* 客户名称')).toMatchObject({ required: true, label: '客户名称' })
  expect(inferField('1. 门店数（家）')).toMatchObject({ kind: 'number', label: '门店数', unit: '家' })
  expect(inferField('   ')).toBeUndefined()
})

test('a pasted head row is fields; keys never repeat, whatever is there already', () => {
  const fields = inferFields('姓名\t电话\t备用电话\n备注', ['name'])
  expect(fields.map(field => field.key)).toEqual(['name2', 'phone', 'phone2', 'remark'])
})

test('the form of a list passes the lint and puts two short fields on a line', () => {
  const made = formOf(inferFields('# 客户\n客户名称*\n电话\n来源：展会/官网\n备注'))
  expect(lintForm({ key: 'form', name: 'F', ...made })).toEqual([])
  expect(linesOf(made).map(line => line.cells.length)).toEqual([1, 2, 1, 1])
  expect(made.settings).toEqual({ title: ['company'] })
})

test.each([
  ['dx', ['choice', 'choices']],
  ['lsh', ['serial']],
  ['手机', ['phone']],
  ['je', ['money']],
  ['tab', []],
])('typing %s finds %p', (query, ids) => {
  speak('zh-CN')
  expect(found(items, item => itemName(item.id), query).map(item => item.id)).toEqual(ids)
})

test('every kind is found by its own name in both languages', () => {
  for (const language of ['zh-CN', 'en'] as const) {
    speak(language)
    for (const item of items) expect(found(items, each => itemName(each.id), itemName(item.id))[0]!.id).toBe(item.id)
  }
})
