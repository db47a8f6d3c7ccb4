/** Findings that concern time. */
export default {
  ZONE_UNKNOWN: { says: '没有时区「{zone}」。', mend: '请用 Asia/Shanghai 这样的时区名，或 +08:00 这样的时差。' },
  DUE_NOT_UNDERSTOOD: { says: '「{element}」的时间「{text}」看不懂。', mend: '写成 P2D、PT8H 或 2026-05-01 这样。' },
  TIMER_OVER: { says: '「{element}」的「{text}」最后一次已经过去。', mend: '改用将来的日期，或去掉次数和结束时间。' },
  CALENDAR_UNKNOWN: { says: '「{element}」用的工作日历「{name}」不存在。{didYouMean}', mend: '重新选择，或先建好这个工作日历。' },
  CALENDAR_YEAR_MISSING: {
    says: '工作日历「{name}」还没有 {years} 年的节假日，到时会按普通的周来计算。',
    mend: '在工作日历里录入或导入这一年的节假日和调休。',
  },
  CALENDAR_WITHOUT_TIME: { says: '工作日历里没有足够的工作时间，「{element}」永远不会到期。', mend: '检查工作日历的工作时段。' },
}
