import type { RouteRecordRaw } from 'vue-router'

export default {
  path: '/sign-in',
  name: 'sign-in',
  meta: { title: 'entry.signIn', shell: 'bare', open: true },
  component: () => import('./SignInPage.vue'),
} satisfies RouteRecordRaw
