import { halfWidth } from '#core/form/clean-text'

/** Letters without case and width, as free search compares them. */
export const foldCase = (text: string): string => halfWidth(text).toLowerCase()

/** SQLite folds ASCII letters only; `contains` promises no more. */
export const asciiLower = (text: string): string => text.replace(/[A-Z]/g, letter => letter.toLowerCase())
