import { anApp, type TestApp } from './app.js'
import type { Client } from './client.js'
import type { Database } from './each-database.js'
import { aForm } from './forms.js'

/** A server with an app in which customers can be published. */
export interface CustomersApp {
  app: TestApp
  admin: Client
  /** A new form of customers, published; answers its id. */
  published(): Promise<string>
  /** Somebody with these rights on a form, signed in. */
  colleague(account: string, form: string, rows: string, actions: string[], department?: string): Promise<Client & { id: string }>
}

export async function customersApp(database: Database): Promise<CustomersApp> {
  const app = await anApp({ database })
  const admin = await app.admin()
  const appId = (await admin.post('/apps', { name: 'Sales' })).body.id
  return {
    app,
    admin,
    async published() {
      const draft = await admin.post(`/apps/${appId}/forms`, { name: 'Customers', form: customers() })
      const answer = await admin.post(`/forms/${draft.body.id}/publish`, { revision: draft.body.revision })
      if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
      return draft.body.id
    },
    async colleague(account, form, rows, actions, department) {
      const user = await admin.post('/users', {
        account,
        name: account,
        password: 'formloom',
        ...(department ? { department } : {}),
      })
      const role = await admin.post('/roles', { name: account })
      await admin.patch(`/roles/${role.body.id}`, { members: [user.body.id], grants: [{ form, actions, rows }] })
      return Object.assign(await app.signIn(account), { id: user.body.id as string })
    },
  }
}

const customers = () =>
  aForm('customers')
    .text('name', { required: true })
    .phone('phone', { unique: true, personal: true })
    .number('spend')
    .choice('grade', ['A', 'C'])
    .text('secret', { hidden: true })
    .text('fixed', { readonly: true })
    .number('double', { computed: 'spend * 2' })
    .member('owner')
    .file('papers')
    .with({ title: ['name'], owner: 'owner' })
    .build()
