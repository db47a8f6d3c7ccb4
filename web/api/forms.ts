import type { FormInfo } from '../../server/forms/forms.api'
import { api } from './client'

const known = new Map<string, FormInfo>()

/** The published form with my rights. Asked anew each time; `onKnown` gets at once what an earlier page already knew. */
export async function loadForm(id: string, onKnown?: (info: FormInfo) => void): Promise<FormInfo> {
  const before = known.get(id)
  if (before) onKnown?.(before)
  const info = await api.get<FormInfo>(`/forms/${encodeURIComponent(id)}`)
  known.set(id, info)
  return info
}
