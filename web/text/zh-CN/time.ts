export default {
  now: '刚刚',
  minutes: '{n} 分钟',
  hours: '{n} 小时',
  days: '{n} 天',
  ago: '{duration}前',
  waited: '已等 {duration}',
  overdue: '逾期 {duration}',
  left: '剩 {duration}',
  today: '今天',
  tomorrow: '明天',
  yesterday: '昨天',
  at: '{day} {time}',
}
