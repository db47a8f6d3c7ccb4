import type { RouteRecordRaw } from 'vue-router'

/** Pages for people without an account: no shell, no sign-in. */
const meta = { shell: 'bare', open: true } as const

export default [
  {
    path: '/f/:token',
    name: 'public-form',
    props: true,
    meta: { ...meta, title: 'fill.publicTitle' },
    component: () => import('./PublicFillPage.vue'),
  },
  {
    path: '/r/:token',
    name: 'receipt',
    props: true,
    meta: { ...meta, title: 'fill.receiptTitle' },
    component: () => import('./ReceiptPage.vue'),
  },
] satisfies RouteRecordRaw[]
