import { newId } from '../db/id.js'
import type { Reader, Tx } from '../db/transaction.js'
import { refuse } from '../http/refusal.js'
import type { ChangeLink, LinkInfo, NewLink } from './links.api.js'
import { hashOf, newToken, seal, unseal } from './token.js'

export interface LinkRow {
  id: string
  form_id: string
  name: string
  token_sealed: string
  preset: string
  is_open: number
  expires_at: string | null
  quota: number | null
  submissions: number
  created_at: string
}

/** Links of a form, newest first. */
export async function listLinks(read: Reader, secret: string, form: string): Promise<LinkInfo[]> {
  const rows = await read.query<LinkRow>('SELECT * FROM links WHERE form_id = ? ORDER BY created_at DESC, id DESC', [form])
  return rows.map(row => linkInfo(secret, row))
}

export async function createLink(
  tx: Tx,
  secret: string,
  link: NewLink & { form: string; by: string; at: string },
): Promise<string> {
  const id = newId()
  const token = newToken()
  await tx.run(
    `INSERT INTO links (id, form_id, name, token_hash, token_sealed, preset, is_open, expires_at, quota, submissions, created_at, created_by)
     VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?, 0, ?, ?)`,
    [
      id,
      link.form,
      link.name,
      hashOf(token),
      seal(secret, id, token),
      JSON.stringify(link.preset ?? {}),
      link.expiresAt ?? null,
      link.quota ?? null,
      link.at,
      link.by,
    ],
  )
  return id
}

/** Changes what is given, nothing else. */
export async function changeLink(tx: Tx, id: string, change: ChangeLink): Promise<void> {
  const columns = {
    name: change.name,
    preset: change.preset && JSON.stringify(change.preset),
    is_open: change.open === undefined ? undefined : Number(change.open),
    expires_at: change.expiresAt,
    quota: change.quota,
  }
  const given = Object.entries(columns).filter(([, value]) => value !== undefined)
  if (given.length === 0) return
  const sets = given.map(([column]) => `${tx.dialect.quote(column)} = ?`).join(', ')
  await tx.run(`UPDATE links SET ${sets} WHERE id = ?`, [...given.map(([, value]) => value), id])
}

export async function linkById(read: Reader, id: string): Promise<LinkRow> {
  const [row] = await read.query<LinkRow>('SELECT * FROM links WHERE id = ?', [id])
  return row ?? refuse(404, 'NO_SUCH_LINK')
}

/** The link behind a token while it takes submissions; 404 LINK_CLOSED for every reason alike, so that nothing can be learnt by guessing. */
export async function openLink(read: Reader, token: string, at: string): Promise<LinkRow> {
  const [row] = await read.query<LinkRow>('SELECT * FROM links WHERE token_hash = ?', [hashOf(token)])
  const open =
    row && row.is_open && (!row.expires_at || row.expires_at > at) && (row.quota === null || row.submissions < row.quota)
  return open ? row : refuse(404, 'LINK_CLOSED')
}

/** Counts one submission in the transaction that writes the record; of parallel ones only as many as the quota allows get through. */
export async function countSubmission(tx: Tx, link: string, at: string): Promise<void> {
  const counted = await tx.run(
    'UPDATE links SET submissions = submissions + 1 WHERE id = ? AND is_open = 1 AND (expires_at IS NULL OR expires_at > ?) AND (quota IS NULL OR submissions < quota)',
    [link, at],
  )
  if (counted === 0) refuse(404, 'LINK_CLOSED')
}

export function linkInfo(secret: string, row: LinkRow): LinkInfo {
  return {
    id: row.id,
    name: row.name,
    url: `/f/${unseal(secret, row.id, row.token_sealed)}`,
    preset: JSON.parse(row.preset) as Record<string, string>,
    open: row.is_open === 1,
    expiresAt: row.expires_at,
    quota: row.quota,
    submissions: row.submissions,
    createdAt: row.created_at,
  }
}
