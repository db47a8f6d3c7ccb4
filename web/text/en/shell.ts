export default {
  home: 'Home',
  tasks: 'Tasks',
  todo: 'Tasks',
  dashboards: 'Boards',
  apps: 'Apps',
  bell: 'Alerts',
  me: 'Me',
  create: 'New',
  skip: 'Skip to content',
  rail: 'Main',
  offline: 'You are offline. Changes stay on this page.',
}
