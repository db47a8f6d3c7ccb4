import { loadMe, setup } from './api/me'
import { paths } from './paths'
import { t } from './text'
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'

declare module 'vue-router' {
  interface RouteMeta {
    /** Text key of the window title. */
    title?: string
    /** `app` = rail (default); `bare` = the page owns the whole window (designers, public forms, sign-in). */
    shell?: 'app' | 'bare'
    /** false hides the bottom tabs of the phone (pages with verbs of their own at the foot). */
    tabBar?: boolean
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

router.afterEach(to => {
  const title = to.meta.title ? t(to.meta.title) : ''
  document.title = title ? `${title} · Formloom` : 'Formloom 织流'
})

/** Everything but `open` pages needs an account; a house without anybody in it starts with the set-up. */
router.beforeEach(async to => {
  if (to.meta.open) return true
  // When the server cannot be reached the page itself says so and offers another try.
  const who = await loadMe().catch(() => undefined)
  if (who !== null) return true
  const { needed } = await setup()
  return needed ? paths.setUp : { path: paths.signIn, query: to.fullPath === '/' ? {} : { back: to.fullPath } }
})
