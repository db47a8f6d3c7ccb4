import type { AppInfo, FormEntry, ProcessEntry } from '../../server/apps/apps.api'
import type { CalendarInfo } from '../../server/calendars/calendars.api'
import type { DraftInfo, FormInfo } from '../../server/forms/forms.api'
import type { Department, RoleInfo } from '../../server/people/people.api'
import type { RulesInfo } from '../../server/rules/rules.api'
import { reactive } from 'vue'
import type { Form } from '#core/form/form'
import { api } from '@/api/client'
import { nameIds } from '@/form/people'
import { localText } from '@/text'

/** What the app has and a diagram may name. Loaded in the background: the canvas does not wait for it. */
export interface House {
  forms: FormEntry[]
  processes: ProcessEntry[]
  calendars: CalendarInfo[]
  roles: RoleInfo[]
  departments: Department[]
  /** By key; absent until asked for. */
  designs: Record<string, Form>
  /** Names of people by id. */
  people: Record<string, string>
  ruleSets: { key: string; form: string }[]
  loadForm(key: string): Promise<void>
  nameThese(ids: string[]): Promise<void>
  /** Its key while it is not known. */
  calendarName(key: string): string
}

export function createHouse(): House & { load(app: string): Promise<void> } {
  const asked = new Set<string>()
  const house = reactive<House & { load(app: string): Promise<void> }>({
    forms: [],
    processes: [],
    calendars: [],
    roles: [],
    departments: [],
    designs: {},
    people: {},
    ruleSets: [],
    async load(app) {
      const [apps, roles, departments, calendars] = await Promise.all([
        api.get<AppInfo[]>('/apps'),
        api.get<RoleInfo[]>('/roles'),
        api.get<Department[]>('/departments'),
        api.get<CalendarInfo[]>('/calendars'),
      ])
      const own = apps.find(each => each.id === app)
      house.forms = own?.forms ?? []
      house.processes = own?.processes ?? []
      house.calendars = calendars
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
    calendarName(key): string {
      const found = house.calendars.find(each => each.key === key)
      return found ? localText(found.name) : key
    },
    async nameThese(ids) {
      const unknown = ids.filter(id => house.people[id] === undefined)
      Object.assign(house.people, await nameIds('member', unknown).catch(() => ({})))
    },
  })
  return house
}
