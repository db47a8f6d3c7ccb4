import type { RouteRecordRaw } from 'vue-router'

export default {
  path: '/',
  name: 'home',
  meta: { title: 'home.title' },
  component: () => import('./HomePage.vue'),
} satisfies RouteRecordRaw
