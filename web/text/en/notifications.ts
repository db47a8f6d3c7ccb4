export default {
  title: 'Notifications',
  readAll: 'Mark all as read',
  none: 'Nothing yet. Mentions and due tasks will show up here.',
}
