import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DataSource } from 'typeorm'
import type { Form } from '#core/form/form'
import type { RuleSet } from '#core/rule/rule-set'
import { evaluateInProcess } from '#core/rule/evaluate'
import { dataSourceOptions, openDatabase } from '../../server/db/data-source.js'
import { newId } from '../../server/db/id.js'
import { inTransaction, reader } from '../../server/db/transaction.js'
import { createForm, readForm, saveDraft } from '../../server/forms/draft.js'
import { publishForm } from '../../server/forms/publish-form.js'
import { submitRecord, type Submission, type Submitted } from '../../server/intake/submit-record.js'
import { system, type Principal, type UserPrincipal } from '../../server/people/principal.js'
import type { StoredRecord } from '../../server/records/record.js'
import type { Database } from './each-database.js'
import { newDatabase } from './mariadb.js'

/** A database with forms and records, without HTTP. */
export interface Store {
  db: DataSource
  /** Publishes a form as its next version and answers its id. */
  publish(form: Form, formId?: string): Promise<string>
  rules(formId: string, rules: Pick<RuleSet, 'rules'>): Promise<void>
  submit(submission: Pick<Submission, 'form' | 'raw'> & Partial<Submission>): Promise<Submitted>
  /** Submits and throws when it was refused. */
  record(form: string, raw: Record<string, unknown>, more?: Partial<Submission>): Promise<StoredRecord>
  user(name: string, department?: string): Promise<UserPrincipal>
  department(name: string): Promise<string>
  reopen(): Promise<void>
  close(): Promise<void>
}

export const now = '2026-11-21T06:05:00.000Z'

export async function aStore(database: Database): Promise<Store> {
  const folder = mkdtempSync(join(tmpdir(), 'formloom-store-'))
  const place = database === 'mariadb' ? await newDatabase() : undefined
  const open = (): Promise<DataSource> => openDatabase(dataSourceOptions({ folder, ...(place ? { url: place.url } : {}) }))
  const submit: Store['submit'] = submission =>
    submitRecord(
      { db: store.db, evaluate: evaluateInProcess },
      { who: system, through: { source: 'user' }, at: now, ...submission },
    )
  const store: Store = {
    db: await open(),
    async publish(form, formId) {
      const id = formId ?? (await inTransaction(store.db, tx => createForm(tx, 'app', form, now)))
      const row = (await readForm(reader(store.db), id))!
      if (formId) await inTransaction(store.db, tx => saveDraft(tx, id, row.revision, form))
      const published = await publishForm(store.db, {
        formId: id,
        revision: row.revision + (formId ? 1 : 0),
        changes: [],
        by: null,
        at: now,
      })
      if ('problems' in published) throw new Error(JSON.stringify(published.problems))
      return id
    },
    async rules(formId, { rules }) {
      const set: RuleSet = { key: 'rules', name: 'rules', form: 'form', rules }
      await inTransaction(store.db, async tx => {
        await tx.run('INSERT INTO rule_sets (form, revision, draft, version) VALUES (?, 1, ?, 1)', [formId, JSON.stringify(set)])
        await tx.run('INSERT INTO rule_versions (form, version, rules, published_at) VALUES (?, 1, ?, ?)', [
          formId,
          JSON.stringify(set),
          now,
        ])
      })
    },
    submit,
    async record(form, raw, more = {}) {
      const result = await submit({ form, raw, ...more })
      if ('problems' in result) throw new Error(JSON.stringify(result.problems))
      return result.record
    },
    async user(name, department) {
      const id = newId()
      await inTransaction(store.db, tx =>
        tx.run(
          'INSERT INTO users (id, account, account_key, name, password, department_id, language, disabled, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?)',
          [id, name, name, name, '', department ?? null, 'zh-CN', now],
        ),
      )
      return {
        type: 'user',
        id,
        name,
        department: department ?? null,
        departments: department ? [department] : [],
        roles: [],
        admin: false,
        grants: [],
        language: 'zh-CN',
        session: '',
      }
    },
    async department(name) {
      const id = newId()
      await inTransaction(store.db, tx => tx.run('INSERT INTO departments (id, name) VALUES (?, ?)', [id, name]))
      return id
    },
    async reopen() {
      await store.db.destroy()
      store.db = await open()
    },
    async close() {
      if (store.db.isInitialized) await store.db.destroy()
      await place?.drop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return store
}

export type Who = Principal
