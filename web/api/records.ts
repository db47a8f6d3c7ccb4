import type { DecisionInfo, LogEntry, RecordInfo, RecordPage } from '../../server/records/records.api'
import type { Query } from '#core/query/query'
import { api } from './client'

const at = (form: string, record?: string, rest = ''): string =>
  `/forms/${encodeURIComponent(form)}/records${record === undefined ? '' : `/${encodeURIComponent(record)}`}${rest}`

export const listRecords = (form: string, query: Query, signal?: AbortSignal): Promise<RecordPage> =>
  api.get<RecordPage>(`${at(form)}?q=${encodeURIComponent(JSON.stringify(query))}`, { signal })

export const getRecord = (form: string, record: string): Promise<RecordInfo> => api.get<RecordInfo>(at(form, record))

export const getLog = (form: string, record: string): Promise<LogEntry[]> => api.get<LogEntry[]>(at(form, record, '/log'))

export const getDecisions = (form: string, record: string): Promise<DecisionInfo[]> =>
  api.get<DecisionInfo[]>(at(form, record, '/decisions'))

/** Throws ApiError 409 RECORD_CHANGED when somebody was faster. */
export const changeRecord = (form: string, record: string, rev: number, values: Record<string, unknown>): Promise<RecordInfo> =>
  api.patch<RecordInfo>(at(form, record), { rev, values })

/** To the trash. */
export const deleteRecord = (form: string, record: string): Promise<void> => api.delete<void>(at(form, record))

/** The whole of a personal value; the server notes who asked and why. */
export const revealValue = (form: string, record: string, field: string, reason: string): Promise<{ value: unknown }> =>
  api.post(at(form, record, '/reveal'), { field, reason })
