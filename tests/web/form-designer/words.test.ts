import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { computed } from 'vue'
import { diffForms } from '#core/form/diff-form'
import { lintForm } from '#core/form/lint-form'
import { aForm } from '../../support/forms'
import { hasText, t } from '@/text'
import { speak } from '../../support/texts'
import { changeWords } from '@/form-designer/words/change-words'
import { problemWords } from '@/form-designer/words/problem-words'
import { kindSettings } from '@/form-designer/right/kind-settings'
import { checkExpression, mended } from '@/form-designer/right/check-expression'

const core = join(__dirname, '../../../server/core')
const read = (path: string) => readFileSync(join(core, path), 'utf8')
/** What the lints of the core can say; a kind's `parse` says `refused`, not `problem`. */
const lintFiles = [
  ...readdirSync(join(core, 'form'))
    .filter(name => name.startsWith('lint-'))
    .map(name => `form/${name}`),
  ...readdirSync(join(core, 'form/fields')).map(name => `form/fields/${name}`),
  'form/options.ts',
  'form/quantity.ts',
  'form/serial-pattern.ts',
  ...readdirSync(join(core, 'rule'))
    .filter(name => /^(gate|check-references)/.test(name))
    .map(name => `rule/${name}`),
  'rule/jsonata.ts',
]
/** Said of values and of evaluation, never of a design. */
const elsewhere = [
  'NOT_AN_OPTION',
  'TOO_LONG',
  'NOT_A_ROW',
  'BAD_ROW_ID',
  'EXPR_FAILED',
  'EXPR_TIMEOUT',
  'EXPR_TOO_COSTLY',
  'NO_CLOCK',
]
const codes = new Set(
  lintFiles
    .flatMap(path => [...read(path).matchAll(/(?:problem\(|code: )'([A-Z_]+)'/g)].map(match => match[1]!))
    .filter(code => !elsewhere.includes(code)),
)
const facts = [
  ...new Set(
    [...read('form/diff-form.ts').matchAll(/'((?:field|kind|column|option|setting|check)s?[A-Z]\w+)'/g)].map(match => match[1]!),
  ),
]

describe.each(['zh-CN', 'en'] as const)('in %s', language => {
  beforeEach(() => speak(language))

  test('every code of the lint has its words', () => {
    expect(codes.size).toBeGreaterThan(45)
    expect([...codes].filter(code => !hasText(`form.lint.${code}`))).toEqual([])
  })
  test('every fact of a difference has its words', () => {
    expect(facts.length).toBeGreaterThan(9)
    expect(facts.filter(what => !hasText(`form.diff.${what}`))).toEqual([])
  })
  test('every setting of a kind has its name, here and in differences', () => {
    const names = Object.values(kindSettings).flatMap(settings => settings.map(each => each.name))
    expect(names.filter(name => !hasText(`form.design.setting.${name}`) || !hasText(`form.diff.setting.${name}`))).toEqual([])
  })
})

const words = (form: Parameters<typeof lintForm>[0]) => {
  const design = { form: computed(() => form), language: computed(() => 'zh' as const) }
  return lintForm(form).map(each => problemWords(each, design))
}

test('a finding calls fields by their labels and names what was probably meant', () => {
  speak('zh-CN')
  const form = aForm()
    .money('amount', { label: '金额' })
    .number('x', { label: '评分', computed: 'amuont * 2' })
    .with({ title: ['gone'] })
    .build()
  expect(words(form)).toEqual(['记录标题用到了不存在的字段 gone', '「评分」的公式用到了不存在的字段 amuont，是不是 amount？'])
})

test('a slip in an expression is mended where it stands', () => {
  const form = aForm().money('amount').build()
  for (const [source, after] of [
    ['amuont > 1', 'amount > 1'],
    ['1 < `amuont`', '1 < amount'],
    ['$suum(amount)', '$sum(amount)'],
  ] as const) {
    expect(mended(source, checkExpression(source, form)[0]!)).toBe(after)
    expect(checkExpression(after, form)).toEqual([])
  }
})

test('a difference is told in words, with the names of the later form', () => {
  speak('zh-CN')
  const before = aForm().text('a', { label: '姓名' }).choice('g', ['A'], { label: '等级' }).build()
  const after = aForm()
    .text('a', { label: '客户姓名', required: true })
    .choice('g', ['B'], { label: '等级' })
    .money('m', { label: '金额' })
    .build()
  const told = diffForms(before, after).map(change => changeWords(change, [after, before], 'zh'))
  expect(told).toEqual([
    '「客户姓名」修改标题',
    '「客户姓名」改为必填',
    '「等级」新增选项「B」',
    '「等级」删除选项「A」',
    '新增金额「金额」',
  ])
  expect(t('form.diff.fieldsMoved')).toBe('调整了字段的位置或宽度')
})
