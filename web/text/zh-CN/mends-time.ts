/** How to mend what concerns time. */
export default {
  ZONE_UNKNOWN: '请用 Asia/Shanghai 这样的时区名，或 +08:00 这样的时差。',
  TIMER_OVER: '改用将来的日期，或去掉次数和结束时间。',
  CALENDAR_UNKNOWN: '请重新选择工作日历。',
  CALENDAR_YEAR_MISSING: '在工作日历里录入或导入这一年的节假日和调休。',
  CALENDAR_WITHOUT_TIME: '检查工作日历的工作时段。',
}
