import type { Form } from '#core/form/form'
import type { Reader } from '../db/transaction.js'
import type { Storage } from './storage.js'

/** One published version: immutable, so it may be kept as long as one likes. */
export interface PublishedForm {
  id: string
  app: string
  version: number
  form: Form
  storage: Storage
}

const kept = new Map<string, PublishedForm>()
const mostKept = 300

/**
 * The version of a form that records are written with now; undefined when it was never published or is deleted.
 * The number is read each time, so that a publication on any server counts at once; the version itself comes from memory.
 */
export async function publishedForm(reader: Reader, formId: string): Promise<PublishedForm | undefined> {
  const [row] = await reader.query<{ version: number }>('SELECT version FROM forms WHERE id = ? AND deleted_at IS NULL', [formId])
  return row && row.version > 0 ? formVersion(reader, formId, row.version) : undefined
}

/** The form with this key in an app, as processes and templates name it. */
export async function publishedFormByKey(reader: Reader, app: string, key: string): Promise<PublishedForm | undefined> {
  const [row] = await reader.query<{ id: string }>('SELECT id FROM forms WHERE app = ? AND form_key = ? AND deleted_at IS NULL', [
    app,
    key,
  ])
  return row && publishedForm(reader, row.id)
}

/** Any published version, also an old one. */
export async function formVersion(reader: Reader, formId: string, version: number): Promise<PublishedForm | undefined> {
  const key = `${formId}:${version}`
  const known = kept.get(key)
  if (known) {
    // the map keeps the order of use: the least used goes first
    kept.delete(key)
    kept.set(key, known)
    return known
  }
  const [row] = await reader.query<{ app: string; design: string; storage: string }>(
    'SELECT f.app, v.design, v.storage FROM form_versions v JOIN forms f ON f.id = v.form WHERE v.form = ? AND v.version = ? AND v.published = 1',
    [formId, version],
  )
  if (!row) return undefined
  const loaded = {
    id: formId,
    app: row.app,
    version,
    form: JSON.parse(row.design) as Form,
    storage: JSON.parse(row.storage) as Storage,
  }
  kept.set(key, loaded)
  if (kept.size > mostKept) kept.delete(kept.keys().next().value!)
  return loaded
}
