import type { RulesInfo } from '../../server/rules/rules.api'
import type { RuleSet } from '#core/rule/rule-set'
import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import { ApiError } from '@/api/client'
import type { SaveState } from '@/ui/designer/save-state'
import { publishRules, readRules, saveRules } from './rules-api'
import { useHistory } from './use-history'

/** Milliseconds of rest before the draft is saved, and between tries while the server cannot be reached. */
const IDLE = 800
const RETRY = 5000

const empty: RuleSet = { key: '', name: '', form: '', rules: [] }
const copyKey = (form: string) => `formloom.rules:${form}`

/** A form's rules while an admin works on them: steps back and forth, the draft saved behind, what is not saved kept in this browser. */
export function useRules(form: string) {
  const info = shallowRef<RulesInfo>()
  const history = useHistory<RuleSet>(empty)
  const state = ref<SaveState>('saved')
  const trouble = shallowRef<unknown>()
  let saved: RuleSet | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> | undefined

  async function load(): Promise<void> {
    take(await readRules(form))
    const kept = readCopy(form)
    // Typed on this very draft and never saved: it goes on from there.
    if (kept && kept.revision === info.value?.revision) history.put(kept.rules)
    else localStorage.removeItem(copyKey(form))
  }
  function take(next: RulesInfo): void {
    clearTimeout(timer)
    info.value = next
    saved = next.rules
    state.value = 'saved'
    trouble.value = undefined
    history.reset(next.rules)
  }

  const plan = (wait: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => void save(), wait)
  }
  watch(history.now, rules => {
    if (rules === saved || !info.value) return
    keepCopy(form, info.value.revision, rules)
    if (state.value === 'conflict') return
    if (state.value !== 'offline') state.value = 'dirty'
    plan(IDLE)
  })

  /** Saves now; resolves when the server has it or said no. */
  async function save(): Promise<void> {
    clearTimeout(timer)
    if (running) await running
    if (!info.value || state.value === 'conflict' || history.now.value === saved) return
    running = send(info.value.revision).finally(() => (running = undefined))
    await running
  }
  async function send(revision: number): Promise<void> {
    const rules = history.now.value
    if (state.value !== 'offline') state.value = 'saving'
    try {
      // The server's reading of it is not taken over: the page goes on with what was typed.
      info.value = await saveRules(form, { revision, rules })
      saved = rules
      trouble.value = undefined
      if (history.now.value === rules) {
        localStorage.removeItem(copyKey(form))
        state.value = 'saved'
      } else plan(IDLE)
    } catch (error) {
      trouble.value = error
      const said = error instanceof ApiError ? error : undefined
      state.value =
        said?.code === 'DRAFT_CHANGED' ? 'conflict' : said?.status === 0 || said?.status === 401 ? 'offline' : 'failed'
      if (state.value === 'offline') plan(RETRY)
    }
  }

  /** Throws ApiError with the reasons; resolves to the new version. */
  async function publish(): Promise<number> {
    await save()
    if (state.value !== 'saved' || !info.value) throw trouble.value ?? new ApiError(409, 'DRAFT_CHANGED')
    info.value = await publishRules(form, info.value.revision)
    return info.value.version
  }

  /** After a conflict: mine goes over theirs, or theirs is what goes on. */
  async function settle(whose: 'mine' | 'theirs'): Promise<void> {
    const theirs = await readRules(form)
    if (whose === 'theirs') {
      localStorage.removeItem(copyKey(form))
      return take(theirs)
    }
    info.value = theirs
    state.value = 'dirty'
    await save()
  }

  const onUnload = (event: BeforeUnloadEvent) => {
    if (state.value !== 'saved') event.preventDefault()
  }
  const onOnline = () => state.value === 'offline' && plan(0)
  window.addEventListener('beforeunload', onUnload)
  window.addEventListener('online', onOnline)
  onScopeDispose(() => {
    void save()
    window.removeEventListener('beforeunload', onUnload)
    window.removeEventListener('online', onOnline)
  })
  return { info, rules: history.now, history, state, trouble, load, save, publish, settle }
}

export type Rules = ReturnType<typeof useRules>

function readCopy(form: string): { revision: number; rules: RuleSet } | undefined {
  try {
    const copy = JSON.parse(localStorage.getItem(copyKey(form)) ?? 'null') as { revision: number; rules: RuleSet } | null
    return copy && typeof copy.revision === 'number' && Array.isArray(copy.rules?.rules) ? copy : undefined
  } catch {
    return undefined
  }
}

function keepCopy(form: string, revision: number, rules: RuleSet): void {
  try {
    localStorage.setItem(copyKey(form), JSON.stringify({ revision, rules }))
  } catch {
    // The browser keeps nothing (full, private mode); the server has it in a moment.
  }
}
