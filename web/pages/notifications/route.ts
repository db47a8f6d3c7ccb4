import type { RouteRecordRaw } from 'vue-router'

export default {
  path: '/notifications',
  name: 'notifications',
  meta: { title: 'notifications.title' },
  component: () => import('./NotificationsPage.vue'),
} satisfies RouteRecordRaw
