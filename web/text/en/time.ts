export default {
  now: 'just now',
  minutes: '{n} min',
  hours: '{n} hour | {n} hours',
  days: '{n} day | {n} days',
  ago: '{duration} ago',
  waited: 'waiting {duration}',
  overdue: '{duration} overdue',
  left: '{duration} left',
  today: 'Today',
  tomorrow: 'Tomorrow',
  yesterday: 'Yesterday',
  at: '{day} {time}',
}
