import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'

declare module 'vue-router' {
  interface RouteMeta {
    /** Text key of the window title. */
    title?: string
    /** `app` = rail (default); `bare` = the page owns the whole window (designers, public forms, sign-in). */
    shell?: 'app' | 'bare'
    /** Reachable without an account. */
    open?: boolean
  }
}

/** Each page folder brings its own route(s) in `route.ts`, with the component loaded lazily. */
const pages = import.meta.glob<RouteRecordRaw | RouteRecordRaw[]>('./pages/*/route.ts', { eager: true, import: 'default' })

export const router = createRouter({
  history: createWebHistory(),
  routes: Object.values(pages).flat(),
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})
