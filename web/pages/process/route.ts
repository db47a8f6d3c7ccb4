import type { RouteRecordRaw } from 'vue-router'

export default {
  path: '/processes/:process/design',
  alias: '/processes/:process',
  name: 'design-process',
  component: () => import('./ProcessPage.vue'),
  props: true,
  meta: { title: 'flow.page', shell: 'bare' },
} satisfies RouteRecordRaw
