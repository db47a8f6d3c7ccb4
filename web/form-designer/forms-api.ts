import type { DraftInfo, FormInfo, PublishPlan, SaveDraft, VersionInfo } from '../../server/forms/forms.api'
import type { Form } from '#core/form/form'
import { api } from '@/api/client'

const root = (form: string) => `/forms/${encodeURIComponent(form)}`

export const readDraft = (form: string) => api.get<DraftInfo>(`${root(form)}/draft`)
export const saveDraft = (form: string, draft: SaveDraft) => api.put<DraftInfo>(`${root(form)}/draft`, draft)
export const discardDraft = (form: string) => api.post<DraftInfo>(`${root(form)}/draft/discard`)
export const planPublish = (form: string) => api.post<PublishPlan>(`${root(form)}/plan`)
export const publishDraft = (form: string, revision: number) => api.post<FormInfo>(`${root(form)}/publish`, { revision })
export const readVersions = (form: string) => api.get<VersionInfo[]>(`${root(form)}/versions`)
export const readVersion = (form: string, version: number) => api.get<Form>(`${root(form)}/versions/${version}`)
export const createForm = (app: string, name: string, form?: Partial<Form>) =>
  api.post<DraftInfo>(`/apps/${encodeURIComponent(app)}/forms`, { name, ...(form ? { form } : {}) })
