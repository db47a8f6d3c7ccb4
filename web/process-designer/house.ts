import type { AppInfo, FormEntry } from '../../server/apps/apps.api'
import type { DraftInfo, FormInfo } from '../../server/forms/forms.api'
import type { Department, RoleInfo } from '../../server/people/people.api'
import type { RulesInfo } from '../../server/rules/rules.api'
import { reactive } from 'vue'
import type { Form } from '#core/form/form'
import { api } from '@/api/client'
import { nameIds } from '@/form/people'

/** What the app has and a diagram may name. Loaded in the background: the canvas does not wait for it. */
export interface House {
  forms: FormEntry[]
  roles: RoleInfo[]
  departments: Department[]
  /** By key; absent until asked for. */
  designs: Record<string, Form>
  /** Names of people by id. */
  people: Record<string, string>
  ruleSets: { key: string; form: string }[]
  loadForm(key: string): Promise<void>
  nameThese(ids: string[]): Promise<void>
}

export function createHouse(): House & { load(app: string): Promise<void> } {
  const asked = new Set<string>()
  const house = reactive<House & { load(app: string): Promise<void> }>({
    forms: [],
    roles: [],
    departments: [],
    designs: {},
    people: {},
    ruleSets: [],
    async load(app) {
      const [apps, roles, departments] = await Promise.all([
        api.get<AppInfo[]>('/apps'),
        api.get<RoleInfo[]>('/roles'),
        api.get<Department[]>('/departments'),
      ])
      house.forms = apps.find(each => each.id === app)?.forms ?? []
      house.roles = roles
      house.departments = departments
      const found = await Promise.all(
        house.forms.map(async form => {
          const rules = await api.get<RulesInfo>(`/forms/${encodeURIComponent(form.id)}/rules`).catch(() => undefined)
          return rules && rules.version > 0 ? [{ key: rules.rules.key, form: form.key }] : []
        }),
      )
      house.ruleSets = found.flat()
    },
    async loadForm(key) {
      const entry = house.forms.find(form => form.key === key)
      if (!entry || asked.has(key)) return
      asked.add(key)
      const id = encodeURIComponent(entry.id)
      // A form that was never published is known by its draft.
      const read = entry.version > 0 ? api.get<FormInfo>(`/forms/${id}`) : api.get<DraftInfo>(`/forms/${id}/draft`)
      const answer = await read.catch(() => void asked.delete(key))
      if (answer) house.designs[key] = answer.form
    },
    async nameThese(ids) {
      const unknown = ids.filter(id => house.people[id] === undefined)
      Object.assign(house.people, await nameIds('member', unknown).catch(() => ({})))
    },
  })
  return house
}
