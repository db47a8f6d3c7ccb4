import type { RouteRecordRaw } from 'vue-router'

export default {
  path: '/forms/:form',
  alias: '/forms/:form/records',
  name: 'records',
  props: true,
  meta: { title: 'records.title' },
  component: () => import('./RecordsPage.vue'),
} satisfies RouteRecordRaw
