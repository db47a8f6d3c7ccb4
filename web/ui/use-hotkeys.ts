import { onScopeDispose } from 'vue'
import { modalOpen } from './use-modal'

/** "a", "shift+a", "mod+k" (Ctrl, on a Mac Command), "escape", "?" → what it does. */
export type Hotkeys = Record<string, (event: KeyboardEvent) => void>

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

/** The name of a key stroke; "?" and other shifted signs keep their sign. */
export function strokeOf(event: KeyboardEvent): string {
  const key = event.key.toLowerCase()
  const letter = /^[a-z0-9]$/.test(key) || key.length > 1
  return [event.ctrlKey || event.metaKey ? 'mod' : '', event.altKey ? 'alt' : '', event.shiftKey && letter ? 'shift' : '', key]
    .filter(Boolean)
    .join('+')
}

/**
 * Keys of a page, ended with the component. While somebody types only combinations with Ctrl and Escape work, while a sheet is open
 * only those with Ctrl, while an input method composes none.
 */
export function useHotkeys(keys: Hotkeys, active: () => boolean = () => true): void {
  const listen = (event: KeyboardEvent) => {
    if (event.isComposing || event.defaultPrevented || !active()) return
    const stroke = strokeOf(event)
    const action = keys[stroke]
    if (modalOpen() && !stroke.startsWith('mod+')) return
    if (!action || (typing(event.target) && !stroke.startsWith('mod+') && stroke !== 'escape')) return
    event.preventDefault()
    action(event)
  }
  document.addEventListener('keydown', listen)
  onScopeDispose(() => document.removeEventListener('keydown', listen))
}
