/** Addresses of the product, in one place: pages link to each other through these. Every id is part of the path, so links can be shared. */
const part = encodeURIComponent

export const paths = {
  home: '/',
  tasks: '/tasks',
  task: (task: string) => `/tasks/${part(task)}`,
  apps: '/apps',
  app: (app: string) => `/apps/${part(app)}`,
  records: (form: string) => `/forms/${part(form)}`,
  fill: (form: string) => `/forms/${part(form)}/new`,
  record: (form: string, record: string) => `/forms/${part(form)}/records/${part(record)}`,
  editRecord: (form: string, record: string) => `/forms/${part(form)}/records/${part(record)}/edit`,
  importRecords: (form: string) => `/forms/${part(form)}/import`,
  links: (form: string) => `/forms/${part(form)}/links`,
  designForm: (form: string) => `/forms/${part(form)}/design`,
  designRules: (form: string) => `/forms/${part(form)}/rules`,
  designProcess: (process: string) => `/processes/${part(process)}/design`,
  instance: (instance: string) => `/instances/${part(instance)}`,
  people: '/people',
  notifications: '/notifications',
  me: '/me',
  signIn: '/sign-in',
  setUp: '/set-up',
  /** Public page of a fill link. */
  publicForm: (token: string) => `/f/${part(token)}`,
  receipt: (token: string) => `/r/${part(token)}`,
}
