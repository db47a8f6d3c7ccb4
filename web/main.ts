import 'element-plus/theme-chalk/base.css'
import './ui/tokens.css'
import './ui/base.css'
import './ui/element.css'
import { createApp } from 'vue'
import App from './App.vue'
import { onSignedOut } from './api/client'
import { me, sessionEnded } from './api/me'
import { router } from './router'
import { i18n, preferredLanguage } from './text'
import { switchLanguage } from './ui/use-language'

onSignedOut.call = () => {
  const here = router.currentRoute.value
  if (here.meta.open) return
  // Somebody was at work: ask on top of the page, so that nothing typed is lost.
  if (me.value) sessionEnded.value = true
  else void router.push({ path: '/sign-in', query: { back: here.fullPath } })
}

await switchLanguage(preferredLanguage())
createApp(App).use(i18n).use(router).mount('#app')
