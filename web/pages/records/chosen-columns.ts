import type { Form } from '#core/form/form'
import { ref, watch, type Ref } from 'vue'
import { me } from '@/api/me'
import { defaultColumns, listable, systemFieldsOf } from '@/data-grid/column'

const keyOf = (form: string): string => `formloom.columns.${me.value?.id ?? ''}.${form}`

function stored(form: string): string[] | undefined {
  try {
    const keys: unknown = JSON.parse(localStorage.getItem(keyOf(form)) ?? 'null')
    return Array.isArray(keys) && keys.length > 0 ? keys.map(String) : undefined
  } catch {
    return undefined
  }
}

/** Keys of the columns that this person chose for this form in this browser; until then, what the form says. */
export function useColumns(id: Ref<string | undefined>, form: Ref<Form | undefined>) {
  const keys = ref<string[]>([])
  const own = ref(false)
  watch(
    [id, form],
    () => {
      if (!id.value || !form.value) return
      const offered = [...form.value.fields.filter(listable), ...systemFieldsOf()].map(field => field.key)
      const mine = stored(id.value)?.filter(key => offered.includes(key))
      own.value = mine !== undefined && mine.length > 0
      keys.value = own.value ? mine! : defaultColumns(form.value)
    },
    { immediate: true },
  )
  function choose(next: string[] | undefined): void {
    if (!id.value || !form.value) return
    own.value = next !== undefined
    keys.value = next ?? defaultColumns(form.value)
    if (next) localStorage.setItem(keyOf(id.value), JSON.stringify(next))
    else localStorage.removeItem(keyOf(id.value))
  }
  return { keys, own, choose }
}
