import type { Option } from '#core/form/form'
import { t } from '@/text'
import { useDesign } from './design'
import { find, type Path } from './edit/find'
import { insertLabels, labelsOf, moveOption, newOption, renameOption } from './edit/options'
import { withEnglish } from './edit/text'

/** The options of a field while they are edited: on the sheet and in the panel alike. */
export function useOptions(path: () => Path) {
  const design = useDesign()

  function change(says: string, recipe: (options: Option[]) => void, merge?: string, more: Record<string, unknown> = {}): void {
    design.apply(
      says,
      { name: design.nameOf(path()), ...more },
      form => {
        const field = find(form, path())?.field
        if (field && 'options' in field) recipe(field.options)
      },
      merge && `${path()}:${merge}`,
    )
  }
  /** A published value may stand in records, and one that an expression names in conditions: it stays as it is. */
  function known(value: string): boolean {
    const before = design.published.value && find(design.published.value, path())?.field
    if (before && 'options' in before && before.options.some(option => option.value === value)) return true
    return JSON.stringify(design.form.value).includes(JSON.stringify(JSON.stringify(value)).slice(1, -1))
  }
  function paste(index: number, text: string): void {
    const labels = labelsOf(text)
    change(
      'options',
      options => {
        // options that nobody has named yet make room for what is pasted
        const untouched = (option: Option | undefined) =>
          option !== undefined && /^option\d+$/.test(option.value) && !known(option.value)
        const kept = options.slice(0, index + 1).filter(option => !untouched(option)).length
        options.splice(0, options.length, ...options.filter(option => !untouched(option)))
        insertLabels(options, kept - 1, labels)
      },
      undefined,
      { n: labels.length },
    )
    design.announce(t('form.designStep.options', { name: design.nameOf(path()), n: labels.length }))
  }
  return {
    rename: (index: number, label: string) =>
      change(
        'option',
        options => {
          const option = options[index]
          if (!option) return
          if (typeof option.label !== 'string' && design.language.value === 'en') option.label.en = label
          else renameOption(options, index, label, known)
        },
        `option${index}`,
      ),
    translate: (index: number, en: string) =>
      change(
        'option',
        options => options[index] && (options[index].label = withEnglish(options[index].label, en)),
        `option${index}en`,
      ),
    add: (index: number, label: string) =>
      change('optionAdded', options => options.splice(index + 1, 0, newOption(options, label))),
    remove: (index: number) => change('optionRemoved', options => options.splice(index, 1)),
    move: (from: number, to: number) => change('optionMoved', options => moveOption(options, from, to)),
    tone: (index: number, tone: Option['tone']) =>
      change('option', options => {
        const option = options[index]
        if (option && tone) option.tone = tone
        else if (option) delete option.tone
      }),
    paste,
  }
}
