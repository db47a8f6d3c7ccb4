import { onMounted, onScopeDispose } from 'vue'
import { useHotkeys } from '@/ui/use-hotkeys'
import type { Commands } from './commands'
import type { Design } from './design'

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

/** Everything by keys: arrows choose, Alt+arrows move, Delete, Ctrl+D, Ctrl+C and Ctrl+V, Ctrl+Z, `/`. */
export function useDesignKeys(design: Design, commands: Commands, place: { active: () => boolean; slash: () => void }): void {
  // a text field has an undo of its own
  const outside = (act: () => void) => (event: KeyboardEvent) => {
    if (typing(event.target) && (event.target as HTMLElement).closest('.right-pane, .inline, .control'))
      (event.target as HTMLElement).blur()
    act()
  }
  useHotkeys(
    {
      arrowdown: () => commands.go(1),
      arrowup: () => commands.go(-1),
      'alt+arrowdown': () => commands.step(1),
      'alt+arrowup': () => commands.step(-1),
      delete: () => commands.remove(),
      backspace: () => commands.remove(),
      escape: () => design.select(undefined),
      '/': () => place.slash(),
      'mod+d': () => commands.duplicate(),
      'mod+z': outside(() => design.undo()),
      'mod+shift+z': outside(() => design.redo()),
      'mod+y': outside(() => design.redo()),
    },
    place.active,
  )
  const free = (event: ClipboardEvent) =>
    place.active() && !typing(event.target) && !(getSelection()?.toString() && event.type !== 'paste')
  const copy = (event: ClipboardEvent) => free(event) && commands.copy(event)
  const cut = (event: ClipboardEvent) => free(event) && commands.copy(event) && commands.remove()
  const paste = (event: ClipboardEvent) => free(event) && commands.paste(event)
  onMounted(() => {
    document.addEventListener('copy', copy)
    document.addEventListener('cut', cut)
    document.addEventListener('paste', paste)
  })
  onScopeDispose(() => {
    document.removeEventListener('copy', copy)
    document.removeEventListener('cut', cut)
    document.removeEventListener('paste', paste)
  })
}
