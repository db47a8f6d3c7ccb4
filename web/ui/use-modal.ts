import { nextTick, onScopeDispose, ref, watch, type Ref } from 'vue'

const focusable = 'a[href],button:not(:disabled),input:not(:disabled),select,textarea,[tabindex]:not([tabindex="-1"])'

/** Open modals, the top one last: only that one hears the keys. */
const stack: symbol[] = []

export const modalOpen = (): boolean => stack.length > 0

/**
 * While `open`: focus moves in (to `[data-autofocus]`, else the panel) and stays in, Escape closes, the page behind does not scroll;
 * afterwards focus returns. Returns how many modals lie below, for the order in depth.
 */
export function useModal(open: Ref<boolean>, panel: Ref<HTMLElement | null>, close: () => void): Ref<number> {
  const depth = ref(0)
  const self = Symbol('modal')
  let before: Element | null = null
  const onKey = (event: KeyboardEvent) => {
    if (stack.at(-1) !== self) return
    if (event.key === 'Escape' && !event.isComposing) {
      event.stopImmediatePropagation()
      close()
    }
    if (event.key === 'Tab') keepInside(event, panel.value)
  }
  const leave = () => {
    document.removeEventListener('keydown', onKey)
    if (stack.includes(self)) stack.splice(stack.indexOf(self), 1)
    if (stack.length === 0) document.documentElement.style.removeProperty('overflow')
    if (before instanceof HTMLElement) before.focus()
    before = null
  }
  watch(
    open,
    async isOpen => {
      if (!isOpen) return leave()
      before = document.activeElement
      depth.value = stack.push(self)
      document.addEventListener('keydown', onKey)
      document.documentElement.style.overflow = 'hidden'
      await nextTick()
      const first = panel.value?.querySelector<HTMLElement>('[data-autofocus]') ?? panel.value
      first?.focus()
    },
    { immediate: true },
  )
  onScopeDispose(() => open.value && leave())
  return depth
}

function keepInside(event: KeyboardEvent, panel: HTMLElement | null): void {
  const stops = [...(panel?.querySelectorAll<HTMLElement>(focusable) ?? [])].filter(stop => stop.offsetParent !== null)
  const [first] = stops
  const last = stops.at(-1)
  if (!first || !last || !panel?.contains(document.activeElement)) return
  const leaving = event.shiftKey
    ? document.activeElement === first || document.activeElement === panel
    : document.activeElement === last
  if (!leaving) return
  event.preventDefault()
  ;(event.shiftKey ? last : first).focus()
}
