import type { RouteRecordRaw } from 'vue-router'

export default {
  path: '/instances/:instance',
  name: 'instance',
  props: true,
  meta: { title: 'instance.title', tabBar: false },
  component: () => import('./InstancePage.vue'),
} satisfies RouteRecordRaw
