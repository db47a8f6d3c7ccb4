import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/forms/:form/new',
    name: 'fill',
    props: true,
    meta: { title: 'fill.title' },
    component: () => import('./FillPage.vue'),
  },
  {
    path: '/forms/:form/records/:record/edit',
    name: 'edit-record',
    props: true,
    meta: { title: 'fill.editTitle' },
    component: () => import('./EditPage.vue'),
  },
] satisfies RouteRecordRaw[]
