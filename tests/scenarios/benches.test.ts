import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Benches run on the build, by hand; here they only have to load, so that a name that has moved is seen at once. */
const folder = join(__dirname, '../bench')

test.each(readdirSync(folder).filter(file => file.endsWith('.bench.mjs')))('%s loads against the build', file => {
  const script = `const b = await import(${JSON.stringify(pathToFileURL(join(folder, file)).href)}); console.log(b.name, typeof b.run); process.exit(0)`
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
  expect(said.trim()).toBe(`${file.replace('.bench.mjs', '')} function`)
})
