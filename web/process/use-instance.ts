import type { InstanceInfo } from '../../server/instances/instances.api'
import { onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import { getInstance } from '@/api/instances'
import { useLive } from '@/api/live'

/** Milliseconds in which several events become one request. */
const calm = 300

/** One instance, re-read when the server says that something changed; what is shown stays until the answer is there. */
export function useInstance(id: Ref<string | undefined>) {
  const instance = shallowRef<InstanceInfo>()
  const failure = ref<unknown>()
  /** When what is shown was read. */
  const readAt = ref(0)
  let turn = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  function show(info: InstanceInfo): void {
    instance.value = info
    readAt.value = Date.now()
  }

  async function load(): Promise<void> {
    const mine = ++turn
    if (id.value === undefined) return
    try {
      const info = await getInstance(id.value)
      if (mine !== turn) return
      failure.value = undefined
      show(info)
    } catch (error) {
      if (mine === turn) failure.value = error
    }
  }

  watch(
    id,
    () => {
      instance.value = undefined
      failure.value = undefined
      void load()
    },
    { immediate: true },
  )
  useLive(['instance', 'task'], event => {
    if (event.kind === 'instance' && event.id !== undefined && event.id !== id.value) return
    clearTimeout(timer)
    timer = setTimeout(() => void load(), calm)
  })
  onScopeDispose(() => clearTimeout(timer))
  return { instance, failure, readAt, load, show }
}
