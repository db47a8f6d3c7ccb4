import type { ProcessDraft } from '../../server/processes/processes.api'
import type { RulesInfo } from '../../server/rules/rules.api'
import { shallowRef, type ShallowRef } from 'vue'
import type { RuleSet } from '#core/rule/rule-set'
import { api } from '@/api/client'
import { apps, loadApps } from '@/api/home'

/** What stands around a form and may read it: its rules, the processes of its app. */
export interface Surroundings {
  rules: ShallowRef<RuleSet | undefined>
  processes: ShallowRef<Pick<ProcessDraft, 'id' | 'name' | 'xml'>[]>
}

/** Asked once, in the background: the designer works without. */
export function useSurroundings(form: string): Surroundings & { load(app: string): Promise<void> } {
  const rules = shallowRef<RuleSet>()
  const processes = shallowRef<Pick<ProcessDraft, 'id' | 'name' | 'xml'>[]>([])
  async function load(app: string): Promise<void> {
    const asked = api.get<RulesInfo>(`/forms/${encodeURIComponent(form)}/rules`).then(info => (rules.value = info.rules))
    const known = apps.value ?? (await loadApps().catch(() => []))
    const ids = known.find(each => each.id === app)?.processes.map(process => process.id) ?? []
    const read = Promise.all(ids.map(id => api.get<ProcessDraft>(`/processes/${encodeURIComponent(id)}`))).then(
      all => (processes.value = all),
    )
    await Promise.allSettled([asked, read])
  }
  return { rules, processes, load }
}
