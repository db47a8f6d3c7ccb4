import type { RouteRecordRaw } from 'vue-router'

export default {
  path: '/set-up',
  name: 'set-up',
  meta: { title: 'entry.setUp', shell: 'bare', open: true },
  component: () => import('./SetUpPage.vue'),
} satisfies RouteRecordRaw
