/** Where to go after sign-in: only a path of this site, never another host ("//evil.example", "https://…"). */
export const backTo = (asked: unknown): string =>
  typeof asked === 'string' && /^\/(?![/\\])/.test(asked) && !asked.startsWith('/sign-in') ? asked : '/'
