import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { importsOf, judge, readTree, refusalCodes } from './support/house.js'

const root = join(import.meta.dirname, '..')
const faults = (path: string, text: string): string[] => judge(new Map([[path, text]]))

describe('the house', () => {
  test('keeps its rules', () => {
    const tree = readTree(root)
    expect(tree.size).toBeGreaterThan(100)
    expect(judge(tree)).toEqual([])
  })

  test('has no file that names a machine of its builders', () => {
    const named = [...readTree(root)].filter(
      ([path, text]) => path !== 'tests/house.test.ts' && /\/(?:work|home)\/(?:main|shared|\w+\/)/.test(text),
    )
    expect(named.map(([path]) => path)).toEqual([])
  })
})

describe('texts', () => {
  test('say in both languages what the server refuses with', () => {
    const tree = [...readTree(root)]
    const codes = new Set(tree.filter(([path]) => path.startsWith('server/')).flatMap(([, text]) => refusalCodes(text)))
    expect(codes.size).toBeGreaterThan(30)
    for (const language of ['zh-CN', 'en']) {
      const texts = tree.filter(([path]) => path.startsWith(`web/text/${language}/problems`)).map(([, text]) => text)
      expect([...codes].filter(code => !texts.some(text => new RegExp(`^ {2}${code}:`, 'm').test(text)))).toEqual([])
    }
  })

  test('say in both languages what is wrong with a query and with a formula', () => {
    const tree = [...readTree(root)]
    const said = tree.filter(([path]) => /^server\/(?:core\/query|expressions)\//.test(path)).map(([, text]) => text)
    const codes = new Set(said.flatMap(text => [...text.matchAll(/problem\('([A-Z_]+)'/g)].map(([, code]) => code!)))
    expect(codes.size).toBeGreaterThan(8)
    for (const language of ['zh-CN', 'en']) {
      const texts = tree.filter(([path]) => path.startsWith(`web/text/${language}/`)).map(([, text]) => text)
      expect([...codes].filter(code => !texts.some(text => new RegExp(`^ +${code}:`, 'm').test(text)))).toEqual([])
    }
  })

  test('are asked for each code, however it is refused', () => {
    expect(refusalCodes("refuse(404, 'A_B')\nnew Refusal(409, 'C_D', [])\nrefuse(422, [problem('E_F', 'x')])")).toEqual([
      'A_B',
      'C_D',
      'E_F',
    ])
  })
})

describe('the judge sees', () => {
  test.each([
    ['a file that is too long', 'server/forms/x.ts', '\n'.repeat(251), /251 lines/],
    [
      'a folder that imports a higher one',
      'server/people/x.ts',
      "import { a } from '../records/write-record.js'",
      /records stands above people/,
    ],
    [
      'the same as re-export',
      'server/people/x.ts',
      "export { a } from '../records/write-record.js'",
      /records stands above people/,
    ],
    [
      'the same, loaded later',
      'server/people/x.ts',
      "const a = await import('../records/write-record.js')",
      /records stands above people/,
    ],
    [
      'types other than those of an api',
      'server/people/x.ts',
      "import type { A } from '../records/record.js'",
      /records stands above people/,
    ],
    ['a folder that is in no order', 'server/people/x.ts', "import { a } from '../gadgets/x.js'", /gadgets is not in the order/],
    [
      'a feature that reaches for the whole',
      'server/people/x.ts',
      "import { AppModule } from '../app.module.js'",
      /stands above all/,
    ],
    ['a server that knows the web', 'server/forms/x.ts', "import { a } from '../../web/ui/a.js'", /knows nothing of it/],
    [
      'a web that imports server code',
      'web/pages/x.ts',
      "import { a } from '../../server/forms/forms.api'",
      /only core and the types/,
    ],
    [
      'a web that imports types of other files',
      'web/pages/x.ts',
      "import type { A } from '../../server/forms/form.entity'",
      /only core and the types/,
    ],
    [
      'a component that imports server code',
      'web/ui/Box.vue',
      '<script setup lang="ts">\nimport { a } from \'../../server/db/id\'\n</script>',
      /only core/,
    ],
    ['a core that imports a package', 'server/core/form/x.ts', "import { z } from 'zod'", /core imports zod/],
    ['a core that imports node', 'server/core/form/x.ts', "import fs from 'node:fs'", /core imports node:fs/],
    ['a core that imports a feature', 'server/core/form/x.ts', "import { a } from '../../db/id.js'", /db stands above core/],
    ['a second importer of jsonata', 'server/core/form/x.ts', "import jsonata from 'jsonata'", /only core\/rule/],
    ['a core with a clock', 'server/core/form/x.ts', 'const now = Date.now()', /no Date.now/],
    ['a core with chance', 'server/core/form/x.ts', 'const dice = Math.random()', /no Math.random/],
    ['a name that says nothing', 'server/forms/x.ts', 'export class FormService {}', /the name FormService/],
    ['an I before a name', 'server/forms/x.ts', 'export interface IForm {}', /the name IForm/],
    ['a handle', 'server/forms/x.ts', 'async function handleSubmit() {}', /the name handleSubmit/],
    ['a file of helpers', 'server/forms/form-utils.ts', '', /says nothing/],
    ['a file that is not kebab-case', 'server/forms/formPlan.ts', '', /kebab-case/],
    ['a component that is not PascalCase', 'web/ui/my-box.vue', '', /PascalCase/],
  ])('%s', (_, path, text, fault) => {
    expect(faults(path, text).join('\n')).toMatch(fault)
  })

  test('nothing wrong in what is right', () => {
    const good = `import type { Page } from '../http/api.js'
      import { can } from '../people/rights.js'
      import type { RecordInfo } from '../records/records.api.js'
      import { problem } from '#core/problem'
      import { CONFIG } from '../config.js'
      // import { a } from '../records/write-record.js'
      export interface Importer {}
      export type Instance = string`
    expect(importsOf(good)).toHaveLength(5)
    expect(faults('server/forms/publish-form.ts', good)).toEqual([])
    expect(
      faults(
        'web/pages/home/HomePage.vue',
        '<script setup lang="ts">\nimport type { Home } from \'../../../server/home/home.api\'\n</script>',
      ),
    ).toEqual([])
  })
})

describe('the wall around core', () => {
  test('is the compiler: no IO, no timer, no console', () => {
    const folder = mkdtempSync(join(root, 'server/core/wall-'))
    try {
      writeFileSync(
        join(folder, 'planted.ts'),
        'export const a = () => [fetch, setTimeout, console, process, Buffer, document]\n',
      )
      const settings = {
        extends: '../tsconfig.json',
        compilerOptions: { noEmit: true, composite: false, rootDir: '..' },
        include: ['planted.ts'],
      }
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settings))
      const { stdout } = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder], {
        encoding: 'utf8',
      })
      const unknown = [...stdout.matchAll(/Cannot find name '(\w+)'/g)].map(match => match[1])
      expect(unknown).toEqual(['fetch', 'setTimeout', 'console', 'process', 'Buffer', 'document'])
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  test('is described where the compiler reads it', () => {
    const { compilerOptions } = JSON.parse(readFileSync(join(root, 'server/core/tsconfig.json'), 'utf8'))
    expect(compilerOptions).toMatchObject({ lib: ['ES2023'], types: [] })
  })
})
