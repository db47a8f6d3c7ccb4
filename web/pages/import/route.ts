import type { RouteRecordRaw } from 'vue-router'

export default {
  path: '/forms/:form/import',
  name: 'import',
  props: true,
  meta: { title: 'import.title', tabBar: false },
  component: () => import('./ImportPage.vue'),
} satisfies RouteRecordRaw
