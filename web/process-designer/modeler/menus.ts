import { t } from '@/text'
import { rankOf } from './executed'

interface Entry {
  group?: { id: string; name: string }
  [setting: string]: unknown
}
export type Entries = Record<string, Entry>

/** What runs comes first and in our order; what can only be drawn follows in a group that says so. */
export function runsFirst(entries: Entries, notExecuted: string): Entries {
  const all = Object.entries(entries).map(([id, entry]) => ({ id, entry, rank: rankOf(id) }))
  const runs = all.filter(each => each.rank !== undefined).sort((a, b) => a.rank! - b.rank!)
  const drawn = all.filter(each => each.rank === undefined)
  return Object.fromEntries([
    ...runs.map(({ id, entry }) => [id, entry] as const),
    ...drawn.map(({ id, entry }) => [id, { ...entry, group: { id: 'drawn-only', name: notExecuted } }] as const),
  ])
}

interface PopupMenu {
  registerProvider(id: string, priority: number, provider: object): void
}

/** After bpmn-js's own providers (priority 1000), so that there is something to sort. */
const LATE = 300

class Menus {
  static $inject = ['popupMenu']
  constructor(popupMenu: PopupMenu) {
    const provider = {
      getPopupMenuEntries: () => (entries: Entries) => runsFirst(entries, t('flow.menu.drawnOnly')),
    }
    for (const menu of ['bpmn-append', 'bpmn-create', 'bpmn-replace']) popupMenu.registerProvider(menu, LATE, provider)
  }
}

export const menusModule = { __init__: ['formloomMenus'], formloomMenus: ['type', Menus] }
