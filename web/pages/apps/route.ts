import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/apps', name: 'apps', meta: { title: 'records.apps' }, component: () => import('./AppsPage.vue') },
  { path: '/apps/:app', name: 'app', props: true, meta: { title: 'records.apps' }, component: () => import('./AppPage.vue') },
] satisfies RouteRecordRaw[]
