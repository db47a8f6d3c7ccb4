import { onScopeDispose, ref } from 'vue'

/** The side panel of the page (at most one). Its state outlives the page; on a phone it lies over the page and starts closed. */
export const navPresent = ref(false)
export const navOpen = ref(localStorage.getItem('formloom.nav') !== 'closed')
export const navOver = ref(false)

export function toggleNav(phone: boolean): void {
  if (phone) navOver.value = !navOver.value
  else {
    navOpen.value = !navOpen.value
    localStorage.setItem('formloom.nav', navOpen.value ? 'open' : 'closed')
  }
}

export function useNavPresence(): void {
  navPresent.value = true
  onScopeDispose(() => {
    navPresent.value = false
    navOver.value = false
  })
}
