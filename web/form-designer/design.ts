import { computed, inject, provide, ref, shallowRef, type ComputedRef, type InjectionKey, type Ref, type ShallowRef } from 'vue'
import { diffForms, type Change } from '#core/form/diff-form'
import type { Field, Form } from '#core/form/form'
import { lintForm, type Finding } from '#core/form/lint-form'
import { textIn } from '#core/problem'
import { language, t } from '@/text'
import { find, type Path } from './edit/find'
import { act, begin, goTo, redo, seal, undo, type History } from './history'
import { itemName, itemOf } from './kinds'

/** A form while it is designed: what it is now, what is selected, what is wrong, and the one way to change it. */
export interface Design {
  id: string
  form: ComputedRef<Form>
  history: ShallowRef<History<Form>>
  /** The version in use, and its number; undefined and 0 before the first. */
  published: ShallowRef<Form | undefined>
  version: Ref<number>
  selected: Ref<Path | undefined>
  problems: ComputedRef<Finding[]>
  changes: ComputedRef<Change[]>
  language: ComputedRef<'zh' | 'en'>
  /** The last thing that happened, for screen readers. */
  told: Ref<string>
  readonly: Ref<boolean>
  /** Changes the form by one named step. `merge`: steps of the same name in a row are one (typing). */
  apply(says: string, params: Record<string, unknown>, recipe: (form: Form) => void, merge?: string): void
  /** What is typed from here on is a step of its own. */
  rest(): void
  undo(): void
  redo(): void
  goTo(done: number): void
  /** Another form altogether: theirs after a conflict, the published one. Its past begins anew. */
  take(form: Form): void
  select(path: Path | undefined): void
  field(path: Path | undefined): Field | undefined
  nameOf(path: Path): string
  announce(text: string): void
}

const key: InjectionKey<Design> = Symbol('design')
export const provideDesign = (design: Design): void => provide(key, design)
export function useDesign(): Design {
  const design = inject(key)
  if (!design) throw new Error('outside of a form designer')
  return design
}

export function createDesign(id: string, start: Form): Design {
  const history = shallowRef(begin(start))
  const form = computed(() => history.value.now)
  const published = shallowRef<Form>()
  const version = ref(0)
  const selected = ref<Path>()
  const told = ref('')
  const readonly = ref(false)
  const lang = computed(() => (language.value === 'en' ? ('en' as const) : ('zh' as const)))

  /** What is selected may be gone after a step. */
  function move(next: History<Form>): void {
    history.value = next
    if (selected.value !== undefined && !find(next.now, selected.value)) selected.value = undefined
  }
  const nameOf = (path: Path): string => {
    const field = find(form.value, path)?.field
    if (!field) return path
    return textIn(field.label, lang.value) || itemName(itemOf(field))
  }
  function announce(text: string): void {
    // said again even when it is the same sentence
    told.value = told.value === text ? `${text}\u200b` : text
  }

  return {
    id,
    form,
    history,
    published,
    version,
    selected,
    told,
    readonly,
    language: lang,
    problems: computed(() => lintForm(form.value)),
    changes: computed(() => (published.value ? diffForms(published.value, form.value) : [])),
    apply(says, params, recipe, merge) {
      if (readonly.value) return
      move(act(history.value, { says, params, merge }, recipe))
    },
    rest: () => (history.value = seal(history.value)),
    undo: () => {
      const step = history.value.past.at(-1)
      if (step) announce(t('form.design.undone', { step: t(`form.designStep.${step.says}`, step.params ?? {}) }))
      move(undo(history.value))
    },
    redo: () => {
      const step = history.value.future[0]
      if (step) announce(t('form.design.redone', { step: t(`form.designStep.${step.says}`, step.params ?? {}) }))
      move(redo(history.value))
    },
    goTo: done => move(goTo(history.value, done)),
    take: next => move(begin(next)),
    select: path => (selected.value = path),
    field: path => (path === undefined ? undefined : find(form.value, path)?.field),
    nameOf,
    announce,
  }
}
