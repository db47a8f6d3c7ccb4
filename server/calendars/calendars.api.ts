import { z } from 'zod'
import type { Interval } from '#core/process/schedule'
import type { Text } from '#core/problem'

/**
 * Everybody who is signed in reads; administrators change. A change names the `rev` that it was made on: 409 CALENDAR_CHANGED.
 * GET    /api/v1/calendars                          → CalendarInfo[]
 * POST   /api/v1/calendars                          NewCalendar → CalendarDetail; 409 CALENDAR_KEY_TAKEN
 * GET    /api/v1/calendars/:calendar                → CalendarDetail
 * PUT    /api/v1/calendars/:calendar                ChangeCalendar → CalendarDetail
 * POST   /api/v1/calendars/:calendar/days           ChangeDays → CalendarDetail
 * POST   /api/v1/calendars/:calendar/ics/preview    { ics } → IcsPreview                 writes nothing; 422 what cannot be read
 * POST   /api/v1/calendars/:calendar/ics            { rev, ics, except? } → CalendarDetail
 * DELETE /api/v1/calendars/:calendar                409 CALENDAR_IN_USE while a published process names it
 */
const time = z.string().regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/)
const hours = z.array(z.tuple([time, time])).max(12)
const text = z.union([
  z.string().trim().min(1).max(100),
  z.strictObject({ zh: z.string().trim().min(1).max(100), en: z.string().max(100).optional() }),
])
const rev = z.number().int()
const setting = { name: text, zone: z.string().max(60), week: z.array(hours).length(7), yearly: z.boolean().default(true) }

export const NewCalendar = z.strictObject({ key: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/), ...setting })
export type NewCalendar = z.infer<typeof NewCalendar>
export const ChangeCalendar = z.strictObject({ rev, ...setting })
export type ChangeCalendar = z.infer<typeof ChangeCalendar>

const day = z.strictObject({
  date: z.iso.date(),
  title: text,
  hours: z.union([z.enum(['off', 'ordinary']), hours.min(1)]),
})
export const ChangeDays = z.strictObject({
  rev,
  put: z.array(day).max(1_000).default([]),
  remove: z.array(z.iso.date()).max(1_000).default([]),
})
export type ChangeDays = z.infer<typeof ChangeDays>

/** The size is judged by the reader, which says so. */
const ics = z.string()
export const PreviewIcs = z.strictObject({ ics })
export type PreviewIcs = z.infer<typeof PreviewIcs>
/** `except`: dates of the preview that are not taken. */
export const ApplyIcs = z.strictObject({ rev, ics, except: z.array(z.iso.date()).max(1_000).default([]) })
export type ApplyIcs = z.infer<typeof ApplyIcs>

export interface CalendarInfo {
  /** What diagrams name: formloom:calendar="cn". */
  key: string
  name: Text
  zone: string
  /** Monday first. */
  week: Interval[][]
  yearly: boolean
  rev: number
  /** Years that have holidays or make-up days. */
  years: number[]
  /** Of this year and, from November on, the next: those whose holidays nobody entered yet. */
  missingYears: number[]
}
/** A day that differs from its weekday. `ordinary`: works like the first working day of the week. */
export interface CalendarDay {
  date: string
  title: Text
  hours: 'off' | 'ordinary' | Interval[]
}
export interface CalendarDetail extends CalendarInfo {
  /** In order of date. */
  days: CalendarDay[]
}
export interface IcsPreview {
  days: (CalendarDay & { change: 'new' | 'changed' | 'same'; was?: CalendarDay })[]
  /** Events that say nothing about working time: called off, or a day that is kept without being free. */
  skipped: { title: string; reason: 'cancelled' | 'observance' }[]
}
