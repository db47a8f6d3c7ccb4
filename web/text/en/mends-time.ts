/** How to mend what concerns time. */
export default {
  ZONE_UNKNOWN: 'Use an IANA name such as Asia/Shanghai, or an offset such as +08:00.',
  TIMER_OVER: 'Use a date to come, or remove the count or the end.',
  CALENDAR_UNKNOWN: 'Choose a calendar again.',
  CALENDAR_YEAR_MISSING: 'Enter or import the holidays and make-up days of that year in the calendar.',
  CALENDAR_WITHOUT_TIME: 'Check the working hours of the calendar.',
}
