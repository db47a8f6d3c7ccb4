import type { RouteRecordRaw } from 'vue-router'

export default {
  path: '/forms/:form/links',
  name: 'links',
  props: true,
  meta: { title: 'links.title' },
  component: () => import('./LinksPage.vue'),
} satisfies RouteRecordRaw
