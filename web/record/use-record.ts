import type { DecisionInfo, LogEntry, RecordInfo } from '../../server/records/records.api'
import { onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import { useLive } from '@/api/live'
import { getDecisions, getLog, getRecord } from '@/api/records'

/**
 * One record with its reasons (and its log, where asked), re-read when the server says that it changed; what is shown stays until the
 * answer is there. Values that were revealed stay revealed on this page.
 */
export function useRecord(form: Ref<string>, id: Ref<string | undefined>, withLog = false) {
  const record = shallowRef<RecordInfo>()
  const decisions = shallowRef<DecisionInfo[]>([])
  const log = shallowRef<LogEntry[]>()
  const failure = ref<unknown>()
  const revealed = ref<Record<string, unknown>>({})
  let turn = 0

  async function load(): Promise<void> {
    const mine = ++turn
    const [formId, recordId] = [form.value, id.value]
    if (recordId === undefined) return
    failure.value = undefined
    try {
      const [read, reasons, entries] = await Promise.all([
        getRecord(formId, recordId),
        // A record without its reasons or its log is still a record.
        getDecisions(formId, recordId).catch(() => []),
        withLog ? getLog(formId, recordId).catch(() => undefined) : undefined,
      ])
      if (mine !== turn) return
      record.value = unmasked(read)
      decisions.value = reasons
      log.value = entries ?? log.value
    } catch (error) {
      if (mine === turn) failure.value = error
    }
  }
  const unmasked = (read: RecordInfo): RecordInfo => ({
    ...read,
    values: { ...read.values, ...(revealed.value as RecordInfo['values']) },
    masked: read.masked.filter(key => !(key in revealed.value)),
  })
  function show(field: string, value: unknown): void {
    revealed.value = { ...revealed.value, [field]: value }
    if (record.value) record.value = unmasked(record.value)
  }

  watch(
    [form, id],
    () => {
      revealed.value = {}
      log.value = undefined
      void load()
    },
    { immediate: true },
  )
  let timer: ReturnType<typeof setTimeout> | undefined
  useLive(['record', 'instance'], event => {
    if (event.kind === 'record' && event.id !== undefined && event.id !== id.value) return
    clearTimeout(timer)
    timer = setTimeout(() => void load(), 300)
  })
  onScopeDispose(() => clearTimeout(timer))
  return { record, decisions, log, failure, load, show }
}
