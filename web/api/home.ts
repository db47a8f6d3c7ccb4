import type { AppInfo } from '../../server/apps/apps.api'
import type { Home } from '../../server/home/home.api'
import { computed, ref } from 'vue'
import { api } from './client'

/** Shared by the home page, the badge in the shell, the sheet behind "+" and the palette. */
export const home = ref<Home>()
export const apps = ref<AppInfo[]>()

export const openTasks = computed(() => (home.value ? home.value.counts.approvals + home.value.counts.todos : 0))

export async function loadHome(): Promise<Home> {
  return (home.value = await api.get<Home>('/home'))
}

export async function loadApps(): Promise<AppInfo[]> {
  return (apps.value = await api.get<AppInfo[]>('/apps'))
}
