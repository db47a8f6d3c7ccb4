import { z } from 'zod'

/**
 * GET    /api/v1/setup            → Setup                       (anonymous)
 * POST   /api/v1/setup            FirstAdmin → Me               (anonymous, only while there is no user; 409 SETUP_DONE)
 * POST   /api/v1/session          SignIn → Me + cookie          (anonymous, throttled; 401 WRONG_PASSWORD, 429 TOO_MANY_TRIES)
 * DELETE /api/v1/session
 * GET    /api/v1/me               → Me
 * PATCH  /api/v1/me               ChangeMe → Me
 * GET    /api/v1/me/sessions      → SessionInfo[]     DELETE /api/v1/me/sessions/:id
 * GET    /api/v1/people?search=&ids=   → Person[]               (pickers and names; at most 50)
 * GET    /api/v1/departments      → Department[]
 * admin: PATCH /api/v1/organisation { name } (204)
 *        GET /api/v1/users → Page<UserRow> · POST /api/v1/users NewUser → UserRow · PATCH /api/v1/users/:id ChangeUser → UserRow
 *        POST /api/v1/departments NewDepartment · PATCH /api/v1/departments/:id · DELETE /api/v1/departments/:id
 *        GET /api/v1/roles → RoleInfo[] · POST /api/v1/roles NewRole · PATCH /api/v1/roles/:id ChangeRole · DELETE /api/v1/roles/:id
 * 409 LAST_ADMIN, ACCOUNT_TAKEN, DEPARTMENT_NOT_EMPTY, BUILT_IN_ROLE; 401 SIGNED_OUT, 403 ADMIN_ONLY everywhere
 */
export interface Setup {
  needed: boolean
  demo: boolean
  organisation: string
  /** Shown on the sign-in page in demo mode only. */
  accounts: { account: string; name: string; role: string; password: string }[]
}

const password = z.string().min(8).max(200)
export const FirstAdmin = z.strictObject({
  organisation: z.string().trim().min(1).max(60),
  name: z.string().trim().min(1).max(40),
  account: z
    .string()
    .trim()
    .regex(/^[a-zA-Z0-9._@-]{2,60}$/),
  password,
})
export type FirstAdmin = z.infer<typeof FirstAdmin>
export const SignIn = z.strictObject({ account: z.string().trim().min(1).max(60), password: z.string().min(1).max(200) })
export type SignIn = z.infer<typeof SignIn>
export const ChangeOrganisation = z.strictObject({ name: FirstAdmin.shape.organisation })
export type ChangeOrganisation = z.infer<typeof ChangeOrganisation>
export const ChangeMe = z.strictObject({
  name: z.string().trim().min(1).max(40).optional(),
  language: z.enum(['zh-CN', 'en']).optional(),
  password: z.strictObject({ old: z.string().max(200), new: password }).optional(),
})
export type ChangeMe = z.infer<typeof ChangeMe>

export interface Person {
  id: string
  name: string
  department?: string
}
export interface Department {
  id: string
  name: string
  parent: string | null
  head: string | null
  members: number
}
export interface Me {
  id: string
  account: string
  name: string
  department: { id: string; name: string } | null
  roles: string[]
  /** May design forms, rules and processes, and manage people. */
  admin: boolean
  language: 'zh-CN' | 'en'
  organisation: string
}
export interface SessionInfo {
  id: string
  device: string
  createdAt: string
  lastSeenAt: string
  current: boolean
}
export const NewUser = z.strictObject({
  account: FirstAdmin.shape.account,
  name: FirstAdmin.shape.name,
  password,
  department: z.string().max(40).nullable().optional(),
  roles: z.array(z.string().max(40)).max(50).optional(),
})
export type NewUser = z.infer<typeof NewUser>
export const ChangeUser = z.strictObject({
  name: FirstAdmin.shape.name.optional(),
  password: password.optional(),
  department: z.string().max(40).nullable().optional(),
  roles: z.array(z.string().max(40)).max(50).optional(),
  disabled: z.boolean().optional(),
})
export type ChangeUser = z.infer<typeof ChangeUser>
export interface UserRow extends Person {
  account: string
  roles: string[]
  disabled: boolean
  lastSeenAt: string | null
}
export const NewDepartment = z.strictObject({
  name: z.string().trim().min(1).max(60),
  parent: z.string().max(40).nullable().optional(),
  head: z.string().max(40).nullable().optional(),
})
export type NewDepartment = z.infer<typeof NewDepartment>
export const ChangeDepartment = NewDepartment.partial()
export type ChangeDepartment = z.infer<typeof ChangeDepartment>

/** What a role may do with a form (trust.md §4). `rows`: which records. */
export const Grant = z.strictObject({
  form: z.string().max(40),
  actions: z.array(z.enum(['view', 'create', 'edit', 'delete', 'import', 'export', 'share', 'reveal'])),
  rows: z.enum(['own', 'department', 'all']),
})
export type Grant = z.infer<typeof Grant>
export const ChangeRole = z.strictObject({
  name: z.string().trim().min(1).max(60).optional(),
  members: z.array(z.string().max(40)).max(5000).optional(),
  grants: z.array(Grant).max(500).optional(),
})
export type ChangeRole = z.infer<typeof ChangeRole>
export const NewRole = ChangeRole.required({ name: true })
export type NewRole = z.infer<typeof NewRole>
export interface RoleInfo {
  id: string
  key: string
  name: string
  members: string[]
  grants: Grant[]
}
