import type { Tone } from './tone'

export interface Advice {
  tone: Tone
  /** Text key. */
  key: string
  /** Is it good enough to be taken? */
  enough: boolean
}

/** What to say about a new password: length counts most (8 needed, 14 is strong), guesses from the account are refused. */
export function passwordAdvice(password: string, account = ''): Advice {
  const told = (key: string, tone: Tone, enough: boolean): Advice => ({ key: `entry.${key}`, tone, enough })
  if (password.length === 0) return told('passwordRule', 'none', false)
  if (password.length < 8) return told('passwordShort', 'warn', false)
  const lower = password.toLowerCase()
  const obvious = new Set(password).size < 4 || /^(?:12345678|password|qwertyui|abcdefgh)/.test(lower)
  if (obvious || (account.length > 2 && lower.includes(account.toLowerCase()))) return told('passwordObvious', 'warn', false)
  const classes = [/\p{Ll}/u, /\p{Lu}/u, /\d/, /[^\p{L}\d]/u].filter(kind => kind.test(password)).length
  if (password.length >= 14 || (password.length >= 10 && classes >= 3)) return told('passwordStrong', 'ok', true)
  return told('passwordFair', 'ok', true)
}
