import type { RouteRecordRaw } from 'vue-router'

export default {
  path: '/forms/:form/records/:record',
  name: 'record',
  props: true,
  meta: { title: 'record.title', tabBar: false },
  component: () => import('./RecordPage.vue'),
} satisfies RouteRecordRaw
