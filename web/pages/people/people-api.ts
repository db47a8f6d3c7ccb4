import type {
  ChangeDepartment,
  ChangeRole,
  ChangeUser,
  Department,
  NewDepartment,
  NewRole,
  NewUser,
  RoleInfo,
  UserRow,
} from '../../../server/people/people.api'
import type { Page } from '../../../server/http/api'
import { api } from '@/api/client'

const part = encodeURIComponent

export const listUsers = (search: string, page: number, pageSize: number): Promise<Page<UserRow>> =>
  api.get(`/users?page=${page}&pageSize=${pageSize}${search ? `&search=${part(search)}` : ''}`)
export const createUser = (user: NewUser): Promise<UserRow> => api.post('/users', user)
export const changeUser = (id: string, change: ChangeUser): Promise<UserRow> => api.patch(`/users/${part(id)}`, change)

export const listDepartments = (): Promise<Department[]> => api.get('/departments')
export const createDepartment = (department: NewDepartment): Promise<Department> => api.post('/departments', department)
export const changeDepartment = (id: string, change: ChangeDepartment): Promise<Department> =>
  api.patch(`/departments/${part(id)}`, change)
export const deleteDepartment = (id: string): Promise<void> => api.delete(`/departments/${part(id)}`)

export const listRoles = (): Promise<RoleInfo[]> => api.get('/roles')
export const createRole = (role: NewRole): Promise<RoleInfo> => api.post('/roles', role)
export const changeRole = (id: string, change: ChangeRole): Promise<RoleInfo> => api.patch(`/roles/${part(id)}`, change)
export const deleteRole = (id: string): Promise<void> => api.delete(`/roles/${part(id)}`)
