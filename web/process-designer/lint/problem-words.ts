import type { Problem } from '#core/problem'
import { hasText, t } from '@/text'
import { typeName } from '../kind'

/** How the diagram calls an element: its name, else what it is. */
export type NameOf = (id: string) => string | undefined

/** A finding in words: what is wrong, and how to mend it. `nameOf` finds elements by id. */
export function problemWords(
  { code, at, params = {} }: Problem,
  nameOf: NameOf = () => undefined,
): { says: string; mend: string } {
  const key = hasText(`lint.${code}.says`) ? code : 'OTHER'
  const element = (id: unknown) => (typeof id === 'string' ? (nameOf(id) ?? id) : '')
  const given = {
    code,
    ...params,
    element: element(at),
    name: typeof params.name === 'string' && params.name !== '' ? params.name : element(at),
    type: typeof params.type === 'string' ? typeName(params.type) : '',
    what: refusedName(params.what, params.type),
    setting: settingName(params.setting),
    other: element(params.other ?? params.gateway ?? params.split ?? params.flow ?? params.element),
    didYouMean: typeof params.didYouMean === 'string' ? t('lint.didYouMean', { name: params.didYouMean }) : '',
    path: Array.isArray(params.path) ? params.path.map(element).join(' → ') : '',
    line: params.line ?? '?',
  }
  return { says: t(`lint.${key}.says`, given), mend: t(`lint.${key}.mend`, given) }
}

/** What is not executed, by name: a marker, an event with its trigger, or the type itself. */
function refusedName(what: unknown, type: unknown): string {
  if (typeof what !== 'string') return ''
  if (hasText(`lint.refused.${what}`)) return t(`lint.refused.${what}`)
  const named = typeof type === 'string' ? typeName(type) : what
  const trigger = /^([a-z]+)[A-Z]\w*Event$/.exec(what)?.[1]
  return trigger && hasText(`lint.trigger.${trigger}`)
    ? t('lint.triggered', { trigger: t(`lint.trigger.${trigger}`), type: named })
    : named
}

function settingName(setting: unknown): string {
  if (typeof setting !== 'string') return ''
  const key = `lint.setting.${setting.split('.')[0]}`
  return hasText(key) ? t(key) : setting
}
