// Runs before the first paint, so that neither theme nor language flashes. The same keys are used by ui/use-theme.ts and text/index.ts.
;(function () {
  var root = document.documentElement
  var read = function (key) {
    try {
      return localStorage.getItem('formloom.' + key)
    } catch {
      return null
    }
  }
  var theme = read('theme')
  var dark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  root.dataset.theme = dark ? 'dark' : 'light'
  root.classList.toggle('dark', dark)
  root.dataset.density = read('density') || 'standard'
  root.lang = read('language') || (/^zh/i.test(navigator.language) ? 'zh-CN' : 'en')
})()
