import type { NewProcess, ProcessDraft, ProcessVersion, SaveProcess } from '../../server/processes/processes.api'
import { api } from '@/api/client'

const at = (process: string, rest = ''): string => `/processes/${encodeURIComponent(process)}${rest}`

export const readProcess = (process: string): Promise<ProcessDraft> => api.get(at(process))
/** Throws ApiError 409 DRAFT_CHANGED when somebody saved in between. */
export const saveProcess = (process: string, draft: SaveProcess): Promise<ProcessDraft> => api.put(at(process), draft)
export const lintProcess = (process: string, xml: string, signal?: AbortSignal): Promise<Pick<ProcessDraft, 'problems'>> =>
  api.post(at(process, '/lint'), { xml }, { signal })
/** Throws ApiError 422 NOT_PUBLISHABLE with the reasons. */
export const publishProcess = (process: string, revision: number): Promise<ProcessDraft> =>
  api.post(at(process, '/publish'), { revision })
export const listVersions = (process: string): Promise<ProcessVersion[]> => api.get(at(process, '/versions'))
export const versionXml = (process: string, version: number): Promise<string> => api.get(at(process, `/versions/${version}/xml`))
/** With `xml` an import. */
export const createProcess = (app: string, process: NewProcess): Promise<ProcessDraft> =>
  api.post(`/apps/${encodeURIComponent(app)}/processes`, process)
