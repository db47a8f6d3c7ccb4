export default {
  placeholder: 'Jump to an app, a form or a task',
  page: 'Page',
  app: 'App',
  fill: 'Fill in {form}',
  none: 'Nothing matches. Try another word.',
}
