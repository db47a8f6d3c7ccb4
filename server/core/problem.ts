/**
 * Expected trouble is a value (house rule 7). A code is stable and is what callers, tests and translations hold on to;
 * sentences live in web/text, keyed by the code, and are filled from `params`.
 */
export interface Problem {
  /** Stable, UPPER_SNAKE: REQUIRED, TOO_LONG, NOT_UNIQUE, NO_FLOW_TAKEN … */
  code: string
  /** Where: a field key, a path like `items[2].price`, an element id, a line. */
  at?: string
  params?: Record<string, unknown>
}

export const problem = (code: string, at?: string, params?: Record<string, unknown>): Problem => ({
  code,
  ...(at === undefined ? {} : { at }),
  ...(params === undefined ? {} : { params }),
})

/** A text that people wrote, in one language or in two. */
export type Text = string | { zh: string; en?: string }

export const textIn = (text: Text | undefined, language: 'zh' | 'en'): string =>
  text === undefined ? '' : typeof text === 'string' ? text : ((language === 'en' ? text.en : text.zh) ?? text.zh)

/** JSON as it travels and rests. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
