/**
 * `./en/home.ts` → `home`: the file's name is the first part of its keys. What follows a dash only splits a large area:
 * `problems-forms.ts` adds to `problems`.
 */
export function byArea(files: Record<string, unknown>): Record<string, Record<string, unknown>> {
  const areas: Record<string, Record<string, unknown>> = {}
  for (const [path, texts] of Object.entries(files)) {
    const area = path.replace(/^.*\/|(-[^/]*)?\.ts$/g, '')
    areas[area] = { ...areas[area], ...(texts as Record<string, unknown>) }
  }
  return areas
}
