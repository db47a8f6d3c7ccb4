import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const row = /^\| (\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$/gm
const rows = [...readFileSync(join(__dirname, 'patterns.md'), 'utf8').matchAll(row)].map(([, n, name, , told]) => ({
  n: Number(n),
  name: name!,
  told: told!,
  stories: [...told!.matchAll(/\((stories\/[^)]+\.story\.json)\)/g)].map(([, path]) => join(__dirname, path!)),
}))

describe('the table of workflow patterns', () => {
  it('has all 43, each once', () => {
    expect(rows.map(each => each.n)).toEqual(Array.from({ length: 43 }, (_, nth) => nth + 1))
  })

  it.each(rows)('$n $name has a story that names it, or a dated note', ({ n, name, told, stories }) => {
    if (stories.length === 0) expect(told).toMatch(/^20\d\d-\d\d-\d\d: .{20}/)
    for (const story of stories) {
      expect(existsSync(story)).toBe(true)
      const { title } = JSON.parse(readFileSync(story, 'utf8')) as { title: string }
      expect(title).toMatch(new RegExp(`^WCP-${n} ${name}: `))
    }
  })
})
