import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

/** An unguessable name: 192 random bits as 32 characters that need no escaping in a URL. */
export const newToken = (): string => randomBytes(24).toString('base64url')

/** What the database keeps of a token: who reads the table cannot use the link. */
export const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

/** AES-256-GCM, bound to `about` (a link's id), so that a sealed token cannot be moved to another row. `secret`: 64 hex digits. */
export function seal(secret: string, about: string, token: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(secret, 'hex'), nonce)
  cipher.setAAD(Buffer.from(about))
  const body = Buffer.concat([cipher.update(token, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')
}

/** Throws when the secret is another one or the row was tampered with. */
export function unseal(secret: string, about: string, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(secret, 'hex'), bytes.subarray(0, 12))
  decipher.setAAD(Buffer.from(about))
  decipher.setAuthTag(bytes.subarray(12, 28))
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
}
