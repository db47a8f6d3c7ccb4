import { ref, watch } from 'vue'

const place = 'formloom.tasks.advance'
const stored = (): boolean => {
  try {
    return localStorage.getItem(place) !== 'off'
  } catch {
    return true
  }
}

/** Open the next task when one is done; remembered in this browser. */
export const advance = ref(stored())
watch(advance, on => {
  try {
    localStorage.setItem(place, on ? 'on' : 'off')
  } catch {
    // Where nothing is kept the switch holds until the page is left.
  }
})
