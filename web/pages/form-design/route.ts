import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/forms/:form/design',
    name: 'design-form',
    props: true,
    meta: { title: 'form.design.title', shell: 'bare' },
    component: () => import('./FormDesignPage.vue'),
  },
  {
    path: '/preview/form',
    name: 'preview-form',
    meta: { title: 'form.design.mode.phone', shell: 'bare' },
    component: () => import('./PhonePreview.vue'),
  },
] satisfies RouteRecordRaw[]
