import { textIn, type Problem } from '#core/problem'
import { hasText, t } from '@/text'
import type { Design } from '../design'
import { find } from '../edit/find'
import { itemName } from '../kinds'

/** A finding about a form in words. Places and fields are called by their labels. */
export function problemWords(problem: Problem, design: Pick<Design, 'form' | 'language'>): string {
  const { code, at = '', params = {} } = problem
  const lang = design.language.value
  const name = (path: unknown): string => {
    const found = typeof path === 'string' ? find(design.form.value, path) : undefined
    return found ? textIn(found.field.label, lang) || itemName(found.field.kind) : String(path ?? '')
  }
  const check = at.startsWith('checks.') ? design.form.value.checks?.findIndex(each => `checks.${each.key}` === at) : undefined
  const place =
    check !== undefined
      ? t('form.design.checkN', { n: check + 1 })
      : at.startsWith('settings.')
        ? t(`form.design.${at}`)
        : name(at)
  const use = typeof params.use === 'string' ? t(`form.lint.use.${params.use}`) : t('form.lint.use.expression')
  const given = {
    ...params,
    code,
    at: place,
    use,
    field: name(params.field),
    kind: typeof params.kind === 'string' && hasText(`form.designKind.${params.kind}`) ? itemName(params.kind) : '',
    path: Array.isArray(params.path) ? params.path.map(name).join(' → ') : (params.path ?? ''),
    maybe: typeof params.didYouMean === 'string' ? t('form.lint.didYouMean', { name: params.didYouMean }) : '',
    setting:
      typeof params.setting === 'string' && hasText(`form.design.setting.${params.setting}`)
        ? t(`form.design.setting.${params.setting}`)
        : '',
  }
  return t(`form.lint.${hasText(`form.lint.${code}`) ? code : 'OTHER'}`, given)
}
