import { ref } from 'vue'

/** The keys are shared with public/first-paint.js, which applies them before the first paint. */
export type Theme = 'light' | 'dark' | 'system'
export type Density = 'compact' | 'standard' | 'relaxed'

export const theme = ref<Theme>((localStorage.getItem('formloom.theme') as Theme | null) ?? 'system')
export const density = ref<Density>((localStorage.getItem('formloom.density') as Density | null) ?? 'standard')
/** What is shown now: a dark system with `system` is dark. */
export const dark = ref(false)

const systemIsDark = typeof matchMedia === 'undefined' ? undefined : matchMedia('(prefers-color-scheme: dark)')

function apply(): void {
  dark.value = theme.value === 'dark' || (theme.value === 'system' && systemIsDark?.matches === true)
  const root = document.documentElement
  root.dataset.theme = dark.value ? 'dark' : 'light'
  root.classList.toggle('dark', dark.value)
  root.dataset.density = density.value
}

systemIsDark?.addEventListener('change', apply)
apply()

export function chooseTheme(next: Theme): void {
  theme.value = next
  localStorage.setItem('formloom.theme', next)
  apply()
}

export function chooseDensity(next: Density): void {
  density.value = next
  localStorage.setItem('formloom.density', next)
  apply()
}
