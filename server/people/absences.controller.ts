import { Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common'
import { InjectDataSource } from '@nestjs/typeorm'
import type { DataSource } from 'typeorm'
import { Clock } from '../clock.js'
import { inTransaction, reader } from '../db/transaction.js'
import { Input } from '../http/input.js'
import { addAbsence, dropAbsence, listAbsences } from './absences.js'
import { NewAbsence, type AbsenceInfo } from './absences.api.js'
import { Admin, Who } from './access.js'
import type { UserPrincipal } from './principal.js'

/** Who stands in while somebody is away: one's own, and anybody's for administrators. */
@Controller('api/v1')
export class AbsencesController {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
  ) {}

  @Get('me/absences')
  mine(@Who() who: UserPrincipal): Promise<AbsenceInfo[]> {
    return listAbsences(reader(this.db), who.id, this.now())
  }

  @Post('me/absences')
  async addMine(@Who() who: UserPrincipal, @Input(NewAbsence) asked: NewAbsence): Promise<AbsenceInfo[]> {
    return this.add(who.id, asked, who.id)
  }

  @Delete('me/absences/:absence')
  @HttpCode(204)
  async dropMine(@Who() who: UserPrincipal, @Param('absence') id: string): Promise<void> {
    await inTransaction(this.db, tx => dropAbsence(tx, who.id, id))
  }

  @Get('users/:id/absences')
  @Admin()
  of(@Param('id') user: string): Promise<AbsenceInfo[]> {
    return listAbsences(reader(this.db), user, this.now())
  }

  @Post('users/:id/absences')
  @Admin()
  async addFor(
    @Who() who: UserPrincipal,
    @Param('id') user: string,
    @Input(NewAbsence) asked: NewAbsence,
  ): Promise<AbsenceInfo[]> {
    return this.add(user, asked, who.id)
  }

  @Delete('users/:id/absences/:absence')
  @Admin()
  @HttpCode(204)
  async dropFor(@Param('id') user: string, @Param('absence') id: string): Promise<void> {
    await inTransaction(this.db, tx => dropAbsence(tx, user, id))
  }

  private async add(user: string, asked: NewAbsence, by: string): Promise<AbsenceInfo[]> {
    await inTransaction(this.db, tx => addAbsence(tx, user, asked, by, this.now()))
    return listAbsences(reader(this.db), user, this.now())
  }

  private now(): string {
    return this.clock.now().toISOString()
  }
}
