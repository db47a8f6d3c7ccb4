import type { RouteRecordRaw } from 'vue-router'

export default {
  path: '/:rest(.*)*',
  name: 'not-found',
  meta: { title: 'notFound.title' },
  component: () => import('./NotFoundPage.vue'),
} satisfies RouteRecordRaw
