import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import type { Field, Form } from '#core/form/form'
import { textIn } from '#core/problem'
import { quoteField } from '#core/rule/names'
import { hasText, t } from '@/text'
import { askable } from '../condition-row'
import { described, offered, signatureOf } from './functions'
import { initialsOf } from './pinyin-initials'

export interface Suggestion {
  label: string
  detail: string
  info?: string
  apply: string
  kind: 'field' | 'function'
}

/** What fits to the letters before the caret: fields by name, key and pinyin, then functions; after `$` functions only. */
export function suggestions(form: Form, typed: string, language: 'zh' | 'en'): Suggestion[] {
  const plain = typed.replace(/^[$`]/, '').toLowerCase()
  const fields = typed.startsWith('$') ? [] : pathsOf(form, language).filter(each => fits(each, plain))
  const functions = offered
    .filter(name => name.toLowerCase().startsWith(plain))
    .map(name => ({
      kind: 'function' as const,
      label: `$${name}`,
      detail: described.has(name) ? signatureOf(name) : '',
      info: hasText(`rules.fn.${name}`) ? t(`rules.fn.${name}`) : undefined,
      apply: `$${name}(`,
    }))
  return [...fields, ...functions]
}

const fits = ({ label, apply }: Suggestion, plain: string): boolean =>
  label.toLowerCase().includes(plain) || apply.toLowerCase().includes(plain) || initialsOf(label).includes(plain)

function pathsOf(form: Form, language: 'zh' | 'en'): Suggestion[] {
  const one = (field: Field, outer?: Field): Suggestion => ({
    kind: 'field',
    label: [outer, field].flatMap(each => (each ? [textIn(each.label, language) || each.key] : [])).join('.'),
    detail: t(`rules.kind.${field.kind}`),
    apply: quoteField(outer ? `${outer.key}.${field.key}` : field.key),
  })
  return askable(form).flatMap(field =>
    field.kind === 'subform' ? [one(field), ...field.fields.map(inner => one(inner, field))] : [one(field)],
  )
}

/** CodeMirror's way of asking; the list is filtered here, because its own filter knows no pinyin. */
export const completeFrom =
  (form: () => Form, language: () => 'zh' | 'en') =>
  (context: CompletionContext): CompletionResult | null => {
    const word = context.matchBefore(/[$`]?[\p{L}\p{N}_]*/u)
    if (!word || (word.from === word.to && !context.explicit)) return null
    const options = suggestions(form(), word.text, language()).map(({ kind, apply, ...rest }): Completion => ({
      ...rest,
      apply,
      type: kind === 'field' ? 'variable' : 'function',
    }))
    return { from: word.from, options, filter: false }
  }
