import type { RouteRecordRaw } from 'vue-router'

export default {
  path: '/people',
  name: 'people',
  meta: { title: 'people.title' },
  component: () => import('./PeoplePage.vue'),
} satisfies RouteRecordRaw
