import 'element-plus/theme-chalk/base.css'
import './ui/tokens.css'
import './ui/base.css'
import './ui/element.css'
import { createApp } from 'vue'
import App from './App.vue'
import { onSignedOut } from './api/client'
import { router } from './router'
import { i18n, preferredLanguage } from './text'
import { switchLanguage } from './ui/use-language'

onSignedOut.call = () => {
  const here = router.currentRoute.value
  // The page stays in the history, so that what was typed (drafts are kept by the pages) is one step back.
  if (!here.meta.open) void router.push({ path: '/sign-in', query: { back: here.fullPath } })
}

await switchLanguage(preferredLanguage())
createApp(App).use(i18n).use(router).mount('#app')
