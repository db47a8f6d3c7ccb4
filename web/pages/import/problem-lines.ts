import type { ImportError } from '../../../server/imports/imports.api'
import type { Form } from '#core/form/form'
import { textIn, type Problem } from '#core/problem'
import { fieldSentence } from '@/form/problem-text'
import { t } from '@/text'
import { sentence } from '@/text/sentence'

/** A reason in words, with the name of the field it is about. */
export function reason(problem: Problem, form: Form, language: 'zh' | 'en'): string {
  const key = problem.at?.split(/[[.]/)[0]
  const field = form.fields.find(each => each.key === key)
  const label = field && textIn(field.label, language)
  // In a form an option can only be gone; in a table it may never have been one.
  if (label && problem.code === 'NOT_AN_OPTION')
    return t('import.notAnOption', { label, value: String(problem.params?.value ?? '') })
  const said = label ? fieldSentence(problem, label, language) : sentence(problem)
  return !label || said.includes(label) ? said : `${label}${language === 'zh' ? '：' : ': '}${said}`
}

/** The faulty rows as they came, with what is wrong beside them; mended and uploaded again, the added columns are left out. */
export function errorRows(
  columns: string[],
  rows: ImportError[],
  form: Form,
  language: 'zh' | 'en',
  heads: { row: string; reason: string },
): string[][] {
  return [
    [...columns, heads.row, heads.reason],
    ...rows.map(({ row, cells, problems }) => [
      ...columns.map((_, index) => cells[index] ?? ''),
      String(row),
      [...new Set(problems.map(each => reason(each, form, language)))].join(language === 'zh' ? '；' : '; '),
    ]),
  ]
}
