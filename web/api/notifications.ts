import type { NotificationInfo } from '../../server/home/home.api'
import { computed, ref } from 'vue'
import { api } from './client'

export const notifications = ref<NotificationInfo[]>()
export const unread = computed(() => notifications.value?.filter(one => !one.read).length ?? 0)

export async function loadNotifications(): Promise<NotificationInfo[]> {
  return (notifications.value = await api.get<NotificationInfo[]>('/notifications'))
}

/** All of them, or these. */
export async function markRead(ids?: string[]): Promise<void> {
  await api.post('/notifications/read', { ids })
  await loadNotifications()
}
