/**
 * Stands in for re2js (50 KB gzipped) where core/form runs in the browser: the engine is fetched when a form has a pattern at all, and until
 * it is there every text passes. The server judges with the real one either way.
 */
let engine: typeof import('re2js') | undefined
let asked: Promise<unknown> | undefined

export const RE2JS = {
  compile(pattern: string): { matches(text: string): boolean } {
    asked ??= import('re2js').then(loaded => (engine = loaded))
    const compiled = engine?.RE2JS.compile(pattern)
    return { matches: text => (compiled ?? engine?.RE2JS.compile(pattern))?.matches(text) ?? true }
  },
}
