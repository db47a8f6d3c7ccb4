import { onScopeDispose, ref, type Ref } from 'vue'

const now = ref(Date.now())
let users = 0
let timer: ReturnType<typeof setInterval> | undefined

/** The current time for what is shown ("剩 2 小时"), renewed every half minute while somebody looks. */
export function useNow(): Ref<number> {
  now.value = Date.now()
  if (users++ === 0) timer = setInterval(() => (now.value = Date.now()), 30_000)
  onScopeDispose(() => {
    if (--users === 0) clearInterval(timer)
  })
  return now
}
