import type { InstanceInfo, ResolveRepair } from '../../server/instances/instances.api'
import { api } from './client'

const at = (instance: string, rest = ''): string => `/instances/${encodeURIComponent(instance)}${rest}`

export const getInstance = (instance: string): Promise<InstanceInfo> => api.get<InstanceInfo>(at(instance))

export const resolveRepair = (instance: string, repair: string, how: ResolveRepair): Promise<InstanceInfo> =>
  api.post<InstanceInfo>(at(instance, `/repairs/${encodeURIComponent(repair)}`), how)

export const cancelInstance = (instance: string, reason: string): Promise<InstanceInfo> =>
  api.post<InstanceInfo>(at(instance, '/cancel'), { reason })
