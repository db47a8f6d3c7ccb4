import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Benches run on the build, by hand; here they have to load, so that a name that has moved is seen at once, and the engine's to run, on a small scale. */
const folder = join(__dirname, '../bench')
const inChild = (file: string, script: string): string => {
  const load = `const b = await import(${JSON.stringify(pathToFileURL(join(folder, file)).href)});`
  const options = ['--input-type=module', '-e', `${load} ${script}; process.exit(0)`]
  return execFileSync(process.execPath, options, { encoding: 'utf8' }).trim()
}

test.each(readdirSync(folder).filter(file => file.endsWith('.bench.mjs')))('%s loads against the build', file => {
  expect(inChild(file, 'console.log(b.name, typeof b.run)')).toBe(`${file.replace('.bench.mjs', '')} function`)
})

test('the bench of the engine measures', () => {
  const figures = JSON.parse(inChild('engine.bench.mjs', 'console.log(JSON.stringify(await b.run({ small: true })))'))
  expect(figures.length).toBeGreaterThan(12)
  for (const figure of figures) {
    expect(figure).toEqual({
      name: expect.any(String),
      value: expect.any(Number),
      unit: expect.any(String),
      ...(figure.against ? { against: expect.any(String), ratio: expect.any(Number) } : {}),
      ...(figure.goal ? { goal: expect.any(String) } : {}),
    })
    expect(figure.value).toBeGreaterThan(0)
  }
}, 240_000)
