import { Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common'
import { InjectDataSource } from '@nestjs/typeorm'
import type { DataSource } from 'typeorm'
import { z } from 'zod'
import { Clock } from '../clock.js'
import { inTransaction, reader } from '../db/transaction.js'
import type { Page } from '../http/api.js'
import { Asked, Input } from '../http/input.js'
import { Live } from '../http/live.js'
import { Admin } from './access.js'
import { createUser } from './create-user.js'
import { renameOrganisation } from './organisation.js'
import { hashPassword } from './passwords.js'
import { ChangeOrganisation, ChangeRole, ChangeUser, NewRole, NewUser, type RoleInfo, type UserRow } from './people.api.js'
import { changeRole, createRole, deleteRole, listRoles } from './roles.js'
import { changeUser, listUsers, userRow } from './users.js'

const UsersQuery = z.strictObject({
  search: z.string().max(60).optional(),
  page: z.coerce.number().int().min(1).default(1),
  pageSize: z.coerce.number().int().min(1).max(200).default(50),
})

/** The organisation's name, users and roles, for administrators. */
@Controller('api/v1')
@Admin()
export class UsersController {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly live: Live,
  ) {}

  @Patch('organisation')
  @HttpCode(204)
  async rename(@Input(ChangeOrganisation) { name }: ChangeOrganisation): Promise<void> {
    await inTransaction(this.db, tx => renameOrganisation(tx, name))
  }

  @Get('users')
  users(@Asked(UsersQuery) asked: z.infer<typeof UsersQuery>): Promise<Page<UserRow>> {
    return listUsers(reader(this.db), asked)
  }

  @Post('users')
  async createUser(@Input(NewUser) user: NewUser): Promise<UserRow> {
    const { password, ...rest } = user
    const passwordHash = await hashPassword(password)
    return userRow(
      reader(this.db),
      await inTransaction(this.db, tx => createUser(tx, { ...rest, passwordHash }, this.clock.now())),
    )
  }

  @Patch('users/:id')
  async changeUser(@Param('id') id: string, @Input(ChangeUser) change: ChangeUser): Promise<UserRow> {
    await changeUser(this.db, id, change)
    // what may be heard was decided when the stream began
    if (Object.keys(change).some(key => key !== 'name')) this.live.end(id)
    return userRow(reader(this.db), id)
  }

  @Get('roles')
  roles(): Promise<RoleInfo[]> {
    return listRoles(reader(this.db))
  }

  @Post('roles')
  async createRole(@Input(NewRole) role: NewRole): Promise<RoleInfo> {
    return this.role(
      await inTransaction(this.db, async tx => {
        const id = await createRole(tx, { name: role.name })
        await changeRole(tx, id, role)
        return id
      }),
    )
  }

  @Patch('roles/:id')
  async changeRole(@Param('id') id: string, @Input(ChangeRole) change: ChangeRole): Promise<RoleInfo> {
    await inTransaction(this.db, tx => changeRole(tx, id, change))
    this.live.endAll()
    return this.role(id)
  }

  @Delete('roles/:id')
  @HttpCode(204)
  async deleteRole(@Param('id') id: string): Promise<void> {
    await inTransaction(this.db, tx => deleteRole(tx, id))
    this.live.endAll()
  }

  private async role(id: string): Promise<RoleInfo> {
    return (await listRoles(reader(this.db))).find(role => role.id === id)!
  }
}
