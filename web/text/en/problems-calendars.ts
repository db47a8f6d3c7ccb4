/** Calendars of working time, and times that are counted by them. */
export default {
  NO_SUCH_CALENDAR: 'This calendar does not exist, or was deleted',
  CALENDAR_KEY_TAKEN: 'There is a calendar with the key “{key}” already',
  CALENDAR_CHANGED: 'Somebody has just changed this calendar. Reload it first, so that nothing of theirs is lost',
  CALENDAR_IN_USE: 'The process “{by}” uses this calendar, so it cannot be deleted',
  ZONE_UNKNOWN: 'There is no time zone “{zone}”',
  HOURS_WRONG:
    'The hours {from}–{to} are wrong: each ends after it begins, they follow one another without overlapping; work over midnight is entered on both days',
  WEEK_WITHOUT_WORK: 'A week needs working time, or nothing would ever be due',
  TOO_MANY_DAYS: 'Too many special days; at most {max}',
  ICS_NOT_A_CALENDAR: 'This is no complete .ics calendar file',
  ICS_TOO_LARGE: 'The calendar file is larger than {limit} KB and was not read',
  ICS_EMPTY: 'The file has no all-day events, so there are no holidays to import',
  ICS_TOO_MANY_DAYS: 'The file has too many days; at most {max}',
  ICS_RECURRING: '“{title}” in line {line} recurs and cannot be imported: export it as dates of each year',
  ICS_NOT_ALL_DAY: '“{title}” in line {line} is no all-day event, so it is neither a holiday nor a make-up day',
  ICS_DATE_WRONG: '“{title}” in line {line} has a wrong date, or lasts longer than 60 days',
  ICS_CONTRADICTION: '“{title}” in line {line} contradicts another event of the same day: one is free, one is work',
  TIMER_OVER: 'The last time of “{text}” has passed; it will not fire again',
  CALENDAR_UNKNOWN: 'There is no calendar {name}',
  CALENDAR_YEAR_MISSING: 'The calendar {name} does not have the holidays of {years} yet',
  CALENDAR_WITHOUT_TIME: 'The calendar has too little working time in ten years to count “{text}”',
}
