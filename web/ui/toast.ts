import { ref } from 'vue'
import type { Tone } from './tone'

export interface Toast {
  id: number
  text: string
  tone: Tone
  undo?: () => unknown
}

export const toasts = ref<Toast[]>([])
let last = 0

export const dismissToast = (id: number): void => {
  toasts.value = toasts.value.filter(toast => toast.id !== id)
}

/** A line at the bottom. With `undo` it offers to take the action back; bad news stays until closed. Returns the id. */
export function toast(text: string, options: { tone?: Tone; undo?: () => unknown; milliseconds?: number } = {}): number {
  const id = ++last
  const tone = options.tone ?? 'ok'
  toasts.value = [...toasts.value.slice(-2), { id, text, tone, undo: options.undo }]
  const stays = tone === 'bad' ? 0 : (options.milliseconds ?? (options.undo ? 5000 : 3000))
  if (stays > 0) setTimeout(() => dismissToast(id), stays)
  return id
}
