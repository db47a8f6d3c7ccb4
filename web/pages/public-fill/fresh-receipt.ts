import type { Receipt } from '../../../server/links/links.api'

/** What the form's page hands to the receipt's page: the answer itself, and the way back for one more. */
export interface FreshReceipt {
  receipt: Receipt
  earlier: boolean
  /** Address of the form's page. */
  form: string
  token: string
  name: string
  organisation: string
}

let fresh: FreshReceipt | undefined

export const rememberReceipt = (handed: FreshReceipt): void => void (fresh = handed)

/** Only for the receipt it belongs to: anybody may type another address. */
export const freshReceipt = (token: string): FreshReceipt | undefined =>
  fresh?.receipt.url.endsWith(`/${encodeURIComponent(token)}`) ? fresh : undefined
