import { Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common'
import { InjectDataSource } from '@nestjs/typeorm'
import type { DataSource } from 'typeorm'
import { Clock } from '../clock.js'
import { inTransaction, reader } from '../db/transaction.js'
import { Input } from '../http/input.js'
import { Admin } from '../people/access.js'
import { calendarDetail, daysOf, listCalendars } from './calendar-info.js'
import {
  ApplyIcs,
  ChangeCalendar,
  ChangeDays,
  NewCalendar,
  PreviewIcs,
  type CalendarDetail,
  type CalendarInfo,
  type IcsPreview,
} from './calendars.api.js'
import { changeCalendar, changeDays, createCalendar, deleteCalendar } from './change-calendar.js'
import { previewIcs } from './preview-ics.js'

/** Calendars of working time. */
@Controller('api/v1/calendars')
export class CalendarsController {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
  ) {}

  @Get()
  list(): Promise<CalendarInfo[]> {
    return listCalendars(reader(this.db), this.now())
  }

  @Post()
  @Admin()
  async create(@Input(NewCalendar) calendar: NewCalendar): Promise<CalendarDetail> {
    await inTransaction(this.db, tx => createCalendar(tx, calendar))
    return this.read(calendar.key)
  }

  @Get(':calendar')
  read(@Param('calendar') key: string): Promise<CalendarDetail> {
    return calendarDetail(reader(this.db), key, this.now())
  }

  @Put(':calendar')
  @Admin()
  async change(@Param('calendar') key: string, @Input(ChangeCalendar) change: ChangeCalendar): Promise<CalendarDetail> {
    await inTransaction(this.db, tx => changeCalendar(tx, key, change))
    return this.read(key)
  }

  @Post(':calendar/days')
  @HttpCode(200)
  @Admin()
  async changeDays(@Param('calendar') key: string, @Input(ChangeDays) change: ChangeDays): Promise<CalendarDetail> {
    await inTransaction(this.db, tx => changeDays(tx, key, change))
    return this.read(key)
  }

  @Post(':calendar/ics/preview')
  @HttpCode(200)
  @Admin()
  async preview(@Param('calendar') key: string, @Input(PreviewIcs) { ics }: PreviewIcs): Promise<IcsPreview> {
    return previewIcs(ics, (await this.read(key)).days)
  }

  @Post(':calendar/ics')
  @HttpCode(200)
  @Admin()
  async apply(@Param('calendar') key: string, @Input(ApplyIcs) { rev, ics, except }: ApplyIcs): Promise<CalendarDetail> {
    const { days } = previewIcs(ics, await daysOf(reader(this.db), key))
    const put = days
      .filter(({ date, change }) => change !== 'same' && !except.includes(date))
      .map(({ date, title, hours }) => ({ date, title, hours }))
    await inTransaction(this.db, tx => changeDays(tx, key, { rev, put, remove: [] }))
    return this.read(key)
  }

  @Delete(':calendar')
  @HttpCode(204)
  @Admin()
  async remove(@Param('calendar') key: string): Promise<void> {
    await inTransaction(this.db, tx => deleteCalendar(tx, key))
  }

  private now(): string {
    return this.clock.now().toISOString()
  }
}
