import type { ImportInfo, ImportMapping } from '../../../server/imports/imports.api'
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useLive } from '@/api/live'
import { cancelImport, checkImport, mapImport, readImport, runImport, uploadTable } from './imports-api'
import { stepOf } from './columns'

/** Milliseconds between two questions while a pass runs; events are faster, this is for when they do not come. */
const pulse = 1500

/** One import from its file to its end. Its id is in the address, so that a page opened again shows how far it is. */
export function useImport(form: string) {
  const route = useRoute()
  const router = useRouter()
  const info = shallowRef<ImportInfo>()
  const failure = shallowRef<unknown>()
  const busy = ref(false)
  /** Back from a check to the columns. */
  const again = ref(false)
  /** The running pass writes (rather than judges); remembered for what a cancelled one says. */
  const wrote = ref(false)
  const id = computed(() => (typeof route.query.import === 'string' ? route.query.import : undefined))
  const working = computed(() => info.value?.state === 'checking' || info.value?.state === 'running')
  const step = computed(() => stepOf(info.value?.state, again.value))

  async function run(action: () => Promise<ImportInfo>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    failure.value = undefined
    try {
      info.value = await action()
      if (info.value.state === 'running') wrote.value = true
      return true
    } catch (error) {
      failure.value = error
      return false
    } finally {
      busy.value = false
    }
  }

  async function upload(file: File): Promise<void> {
    again.value = false
    wrote.value = false
    if (await run(() => uploadTable(form, file))) await router.push({ query: { import: info.value!.id } })
  }
  async function check(mapping: ImportMapping): Promise<void> {
    const mine = info.value!.id
    const done = await run(async () => {
      await mapImport(mine, mapping)
      return checkImport(mine)
    })
    if (done) again.value = false
  }
  const start = () => run(() => runImport(info.value!.id))
  const cancel = () => run(() => cancelImport(info.value!.id))
  function restart(): void {
    info.value = undefined
    again.value = false
    void router.push({ query: {} })
  }

  /** Back from a check to the columns. */
  function reopen(): void {
    again.value = true
  }

  let asking = false
  async function refresh(): Promise<void> {
    const mine = id.value
    if (!mine || asking) return
    asking = true
    try {
      const next = await readImport(mine)
      if (next.id === id.value && !busy.value) info.value = next
      if (next.state === 'running') wrote.value = true
      failure.value = undefined
    } catch (error) {
      // While it runs a lost question is asked again; only a page without anything to show says so.
      if (!info.value) failure.value = error
    } finally {
      asking = false
    }
  }
  watch(
    id,
    next => {
      if (next === undefined) info.value = undefined
      else if (info.value?.id !== next) {
        info.value = undefined
        void refresh()
      }
    },
    { immediate: true },
  )
  const timer = setInterval(() => working.value && void refresh(), pulse)
  useLive(['import'], event => {
    if (event.id === undefined || event.id === id.value) void refresh()
  })
  onScopeDispose(() => clearInterval(timer))
  return { id, info, step, reopen, wrote, failure, busy, working, upload, check, start, cancel, restart, refresh }
}

export type Import = ReturnType<typeof useImport>
