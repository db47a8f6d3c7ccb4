/** Findings that concern time. */
export default {
  ZONE_UNKNOWN: {
    says: 'There is no time zone “{zone}”.',
    mend: 'Use an IANA name such as Asia/Shanghai, or an offset such as +08:00.',
  },
  DUE_NOT_UNDERSTOOD: {
    says: 'The time “{text}” of “{element}” cannot be understood.',
    mend: 'Write it like P2D, PT8H or 2026-05-01.',
  },
  TIMER_OVER: {
    says: 'The last time of “{text}” of “{element}” has passed.',
    mend: 'Use a date to come, or remove the count or the end.',
  },
  CALENDAR_UNKNOWN: {
    says: 'The calendar “{name}” of “{element}” does not exist. {didYouMean}',
    mend: 'Choose another, or create it first.',
  },
  CALENDAR_YEAR_MISSING: {
    says: 'The calendar “{name}” does not have the holidays of {years} yet; ordinary weeks will be counted.',
    mend: 'Enter or import the holidays and make-up days of that year in the calendar.',
  },
  CALENDAR_WITHOUT_TIME: {
    says: 'The calendar has too little working time, so “{element}” would never be due.',
    mend: 'Check the working hours of the calendar.',
  },
}
