import { onScopeDispose, ref, type Ref } from 'vue'

/** Follows a media query. */
export function useMedia(query: string): Ref<boolean> {
  if (typeof matchMedia === 'undefined') return ref(false)
  const list = matchMedia(query)
  const matches = ref(list.matches)
  const follow = () => (matches.value = list.matches)
  list.addEventListener('change', follow)
  onScopeDispose(() => list.removeEventListener('change', follow))
  return matches
}

/** ≤ 640 px: one column, bottom tabs, sheets instead of popovers. */
export const usePhone = (): Ref<boolean> => useMedia('(max-width: 640px)')
