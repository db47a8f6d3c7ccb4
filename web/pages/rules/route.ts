import type { RouteRecordRaw } from 'vue-router'

export default {
  path: '/forms/:form/rules',
  name: 'rules',
  props: true,
  meta: { title: 'rules.title', shell: 'bare' },
  component: () => import('./RulesPage.vue'),
} satisfies RouteRecordRaw
