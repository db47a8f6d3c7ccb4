import type { DesignProblem } from '../../../server/forms/forms.api'
import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import { ApiError } from '@/api/client'
import { lintProcess } from '../processes-api'

/** Milliseconds after the last change. */
const IDLE = 500

/**
 * What is wrong with the drawing of now. The server judges, since it knows forms, roles and rule sets; while it cannot be reached the
 * diagram is judged here, by the same rules without that knowledge (`alone`).
 */
export function useLint(process: string, drawn: () => Promise<string>) {
  const problems = shallowRef<DesignProblem[]>([])
  const alone = ref(false)
  const busy = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let asking: AbortController | undefined

  function touch(): void {
    clearTimeout(timer)
    timer = setTimeout(() => void check(), IDLE)
  }

  async function check(): Promise<void> {
    clearTimeout(timer)
    asking?.abort()
    const mine = (asking = new AbortController())
    busy.value = true
    try {
      const xml = await drawn()
      const found = await judge(xml, mine.signal)
      if (!mine.signal.aborted) problems.value = found
    } catch {
      // Aborted, or the server is in trouble: what was known stays shown, the next change asks again.
    } finally {
      if (asking === mine) busy.value = false
    }
  }

  async function judge(xml: string, signal: AbortSignal): Promise<DesignProblem[]> {
    try {
      const { problems: found } = await lintProcess(process, xml, signal)
      alone.value = false
      return found
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 0) throw error
      const { readDefinition } = await import('#core/process/read-definition')
      alone.value = true
      return (await readDefinition(xml)).problems
    }
  }

  onScopeDispose(() => {
    clearTimeout(timer)
    asking?.abort()
  })
  const errors = computed(() => problems.value.filter(each => each.severity === 'error'))
  const warnings = computed(() => problems.value.filter(each => each.severity === 'warning'))
  return { problems, errors, warnings, alone, busy, touch, check }
}

export type Lint = ReturnType<typeof useLint>
