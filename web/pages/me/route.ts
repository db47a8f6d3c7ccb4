import type { RouteRecordRaw } from 'vue-router'

export default {
  path: '/me',
  name: 'me',
  meta: { title: 'me.title' },
  component: () => import('./MePage.vue'),
} satisfies RouteRecordRaw
