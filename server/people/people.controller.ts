import { Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common'
import { InjectDataSource } from '@nestjs/typeorm'
import type { DataSource } from 'typeorm'
import { z } from 'zod'
import { inTransaction, reader } from '../db/transaction.js'
import { Asked, Input } from '../http/input.js'
import { Admin } from './access.js'
import { changeDepartment, createDepartment, deleteDepartment, listDepartments } from './departments.js'
import { ChangeDepartment, NewDepartment, type Department, type Person } from './people.api.js'
import { findPeople } from './users.js'

const PeopleQuery = z.strictObject({ search: z.string().max(60).optional(), ids: z.string().max(2000).optional() })

/** Names and departments: readable by everybody who is signed in, because records and tasks name people. */
@Controller('api/v1')
export class PeopleController {
  constructor(@InjectDataSource() private readonly db: DataSource) {}

  @Get('people')
  people(@Asked(PeopleQuery) asked: z.infer<typeof PeopleQuery>): Promise<Person[]> {
    const ids = asked.ids?.split(',').filter(Boolean)
    return findPeople(reader(this.db), { ...(asked.search ? { search: asked.search } : {}), ...(ids ? { ids } : {}) })
  }

  @Get('departments')
  departments(): Promise<Department[]> {
    return listDepartments(reader(this.db))
  }

  @Post('departments')
  @Admin()
  async create(@Input(NewDepartment) department: NewDepartment): Promise<Department> {
    return this.department(await inTransaction(this.db, tx => createDepartment(tx, department)))
  }

  @Patch('departments/:id')
  @Admin()
  async change(@Param('id') id: string, @Input(ChangeDepartment) change: ChangeDepartment): Promise<Department> {
    await inTransaction(this.db, tx => changeDepartment(tx, id, change))
    return this.department(id)
  }

  @Delete('departments/:id')
  @Admin()
  @HttpCode(204)
  async delete(@Param('id') id: string): Promise<void> {
    await inTransaction(this.db, tx => deleteDepartment(tx, id))
  }

  private async department(id: string): Promise<Department> {
    return (await listDepartments(reader(this.db))).find(department => department.id === id)!
  }
}
