import type { CompletedTask, CompleteTask, ListTasks, TaskInfo, TaskPage, TransferTask } from '../../server/tasks/tasks.api'
import { api } from './client'

const at = (task: string, rest = ''): string => `/tasks/${encodeURIComponent(task)}${rest}`

export function listTasks({ folder, search, page }: Partial<ListTasks>, signal?: AbortSignal): Promise<TaskPage> {
  const query = new URLSearchParams({ folder: folder ?? 'todo', page: String(page ?? 1), ...(search ? { search } : {}) })
  return api.get<TaskPage>(`/tasks?${query}`, { signal })
}

/** Also notes that I have seen it: `changes` tells what others did since the last call. */
export const getTask = (task: string): Promise<TaskInfo> => api.get<TaskInfo>(at(task))

/** Throws ApiError 409 TASK_TAKEN { by }. */
export const claimTask = (task: string): Promise<TaskInfo> => api.post<TaskInfo>(at(task, '/claim'))

/** Throws ApiError 409 TASK_DONE, TASK_CANCELLED, RECORD_CHANGED; 422 with problems at fields, `outcome` or `opinion`. */
export const completeTask = (task: string, body: CompleteTask, key: string): Promise<CompletedTask> =>
  api.post<CompletedTask>(at(task, '/complete'), body, { idempotencyKey: key })

export const transferTask = (task: string, body: TransferTask): Promise<void> => api.post<void>(at(task, '/transfer'), body)
