/** `./en/home.ts` → `home`: the file's name is the first part of its keys. */
export const byArea = (files: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(files).map(([path, texts]) => [path.replace(/^.*\/|\.ts$/g, ''), texts]))
