import type { Trial } from '../../server/rules/rules.api'
import type { RecordRow } from '../../server/records/records.api'
import type { RuleSet } from '#core/rule/rule-set'
import { onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import { listRecords } from '@/api/records'
import { tryRules } from './rules-api'

/** Records offered at once, and milliseconds of rest before rules are tried anew. */
const shown = 3
const IDLE = 350

/** The rules of now on a record or on typed values; the server answers as it would a submission, and writes nothing. */
export function useTrial(form: string, rules: Ref<RuleSet>) {
  const samples = shallowRef<RecordRow[]>([])
  const names = ref<Record<string, string>>({})
  /** Id of a record, or `typed`. */
  const chosen = ref<string>()
  const typed = shallowRef<Record<string, unknown>>({})
  const trial = shallowRef<Trial>()
  const failure = shallowRef<unknown>()
  const busy = ref(false)
  const total = ref(0)
  let page = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let asking: AbortController | undefined

  /** The next few records; after the last ones the first again. */
  async function next(): Promise<void> {
    try {
      page = page * shown < total.value || page === 0 ? page + 1 : 1
      const found = await listRecords(form, { page, pageSize: shown, sort: [{ field: '_createdAt', descending: true }] })
      total.value = found.total
      samples.value = found.items
      names.value = { ...names.value, ...found.names }
      chosen.value = found.items[0]?.id ?? 'typed'
    } catch {
      // No records to be seen (a form never published): values can be typed all the same.
      chosen.value = 'typed'
    }
  }

  async function ask(): Promise<void> {
    clearTimeout(timer)
    if (chosen.value === undefined) return
    asking?.abort()
    const mine = (asking = new AbortController())
    busy.value = true
    try {
      const sample = chosen.value === 'typed' ? { values: typed.value } : { record: chosen.value }
      const answer = await tryRules(form, rules.value, sample, mine.signal)
      if (mine.signal.aborted) return
      trial.value = answer
      failure.value = undefined
    } catch (error) {
      if (!mine.signal.aborted) failure.value = error
    } finally {
      if (asking === mine) busy.value = false
    }
  }
  watch(rules, () => {
    clearTimeout(timer)
    timer = setTimeout(() => void ask(), IDLE)
  })
  watch([chosen, typed], () => void ask())
  onScopeDispose(() => {
    clearTimeout(timer)
    asking?.abort()
  })
  /** Judges typed values from now on. */
  function type(values: Record<string, unknown>): void {
    typed.value = values
    chosen.value = 'typed'
  }

  return { samples, names, chosen, typed, type, trial, failure, busy, total, next, ask }
}

export type TrialState = ReturnType<typeof useTrial>
