import type { Change } from '#core/form/diff-form'
import type { Form } from '#core/form/form'
import { textIn } from '#core/problem'
import { hasText, t } from '@/text'
import { find } from '../edit/find'
import { itemName } from '../kinds'

/** One fact of a difference in words. `forms`: the later form first; a field is called as it is called there. */
export function changeWords(change: Change, forms: (Form | undefined)[], language: 'zh' | 'en'): string {
  const name = (path: string): string => {
    for (const form of forms) {
      const label = form && textIn(find(form, path)?.field.label, language)
      if (label) return label
    }
    return path
  }
  const label = 'label' in change ? textIn(change.label, language) || change.at : name(change.at)
  const key = `form.diff.${change.what}`
  switch (change.what) {
    case 'fieldAdded':
    case 'fieldRemoved':
      return t(key, { name: label, kind: itemName(change.kind) })
    case 'kindChanged':
    case 'columnChanged':
      return t(key, { name: name(change.at), before: itemName(change.before), after: itemName(change.after) })
    case 'optionAdded':
    case 'optionRemoved':
    case 'optionRenamed':
      return t(key, { name: name(change.at), option: textIn(change.label, language) || change.value })
    case 'settingChanged': {
      const setting = hasText(`form.diff.setting.${change.setting}`) ? t(`form.diff.setting.${change.setting}`) : change.setting
      if (change.at === '' || change.at === 'settings') return t('form.diff.formSetting', { setting })
      const flag =
        change.after === true ? 'flagOn' : change.before === true && change.after === undefined ? 'flagOff' : 'settingChanged'
      return t(`form.diff.${flag}`, { name: name(change.at), setting })
    }
    case 'fieldsMoved':
      return t(key)
    default: {
      const check = forms.flatMap(form => form?.checks ?? []).find(each => `checks.${each.key}` === change.at)
      return t(key, { name: textIn(check?.message, language) || change.at })
    }
  }
}

/** A new, empty column begins: the values of before are kept in the database, but no longer shown. */
export const losesColumn = (change: Change): boolean => change.what === 'kindChanged' || change.what === 'columnChanged'
