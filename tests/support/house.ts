import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'

/** The house rules that a machine can judge, over file texts by path, so that planted faults can be judged as well. */
export type Tree = ReadonlyMap<string, string>

/** Low → high: a folder of the server imports only those before it, besides core, db and http. `.` are the files that put everything together. */
export const order = [
  'core',
  'db',
  'http',
  'quarantine',
  'expressions',
  'people',
  'apps',
  'calendars',
  'forms',
  'files',
  'rules',
  'records',
  'jobs',
  'outbox',
  'intake',
  'processes',
  'instances',
  'messages',
  'tasks',
  'modification',
  'operations',
  'links',
  'imports',
  'home',
  'templates',
  'cli',
] as const

const coreImports = new Set(['jsonata', 'bpmn-moddle', 'saxen', 'temporal-polyfill', 're2js'])
const forbiddenNames =
  /(?:Service|Manager|Helper|Util|Utils|Common|Base|Impl|DTO|Dto|VO)$|^I[A-Z][a-z]+[A-Z]?|^handle[A-Z]|^processData$/
// names that are not ours to choose, or words that only look forbidden
const allowedNames =
  /^(?:LoggerService|ImportInfo|ImportMapping|Import[A-Z]\w*|Instance\w*|Index\w*|Info\w*|Input\w*|Item\w*|Icon\w*|Id\w*|Is\w*|In[a-z]\w*|Im[a-z]\w*|It[a-z]\w*|Idem\w*|Isolated\w*|Ignored\w*|knowledgeBase)$/
/** Lines. Tests hold tables of cases, which read better whole. */
const limitOf = (path: string): number => (path.startsWith('tests/') ? 400 : 250)

export function judge(tree: Tree): string[] {
  return [...tree].flatMap(([path, text]) => [
    ...size(path, text),
    ...names(path, text),
    ...arrows(path, text),
    ...coreWall(path, text),
  ])
}

function size(path: string, text: string): string[] {
  const lines = text.split('\n').length - 1
  return lines > limitOf(path) ? [`${path}: ${lines} lines, at most ${limitOf(path)}`] : []
}

function names(path: string, text: string): string[] {
  const file = posix.basename(path)
  // in web/text a file is named like the key of its texts, or like its language
  const stem = path.startsWith('web/text/')
    ? file
        .replace(/\..*$/, '')
        .replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)
        .replaceAll('--', '-')
    : file.replace(/\..*$/, '')
  const faults = /\.vue$/.test(file)
    ? /^[A-Z][A-Za-z]*$/.test(stem)
      ? []
      : ['a component is PascalCase']
    : /^[a-z0-9]+(-[a-z0-9]+)*$/.test(stem)
      ? []
      : ['a file is kebab-case']
  if (/^(?:service|manager|helpers?|utils?|common|base|impl|misc)$/.test(stem.split('-').at(-1)!))
    faults.push('its name says nothing')
  const declared = [
    ...text.matchAll(/^(?:export )?(?:default )?(?:abstract )?(?:async )?(?:class|interface|type|function|enum) (\w+)/gm),
  ].map(match => match[1]!)
  const bad = declared.filter(name => forbiddenNames.test(name) && !allowedNames.test(name))
  return [...faults.map(fault => `${path}: ${fault}`), ...bad.map(name => `${path}: the name ${name}`)]
}

interface Import {
  from: string
  onlyTypes: boolean
}

export function importsOf(text: string): Import[] {
  const code = text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
  const fixed = [...code.matchAll(/^\s*(?:import|export)\s+(type\s)?([^'";]*?from\s*)?['"]([^'"]+)['"]/gm)].map(
    ([, type, , from]) => ({ from: from!, onlyTypes: Boolean(type) }),
  )
  const dynamic = [...code.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g)].map(([, from]) => ({ from: from!, onlyTypes: false }))
  return [...fixed, ...dynamic]
}

function arrows(path: string, text: string): string[] {
  const inServer = path.startsWith('server/')
  if (!inServer && !path.startsWith('web/')) return []
  return importsOf(text).flatMap(({ from, onlyTypes }) => {
    const target = from.startsWith('#core/')
      ? 'server/core/x'
      : from.startsWith('@/')
        ? `web/${from.slice(2)}`
        : from.startsWith('.')
          ? posix.join(posix.dirname(path), from)
          : undefined
    if (target === undefined) return []
    const say = (why: string): string[] => [`${path}: imports ${from}: ${why}`]
    if (!inServer) return webArrow(target, onlyTypes) ? [] : say('the web knows of the server only core and the types of *.api')
    if (!target.startsWith('server/')) return say('the server knows nothing of it')
    const [own, other] = [folderOf(path), folderOf(target)]
    // the commands are plain JavaScript beside the house and start what was built
    if (own === '.' || own === 'start' || own === other) return []
    if (other === '.')
      return /server\/(config|clock|root)(\.js)?$/.test(target) || own === 'cli' ? [] : say('this file stands above all folders')
    const [here, there] = [order.indexOf(own as never), order.indexOf(other as never)]
    if (here < 0 || there < 0) return say(`${here < 0 ? own : other} is not in the order of folders (tests/support/house.ts)`)
    // what a foreign route answers is described by its types, which are nobody's code
    if (onlyTypes && /\.api(\.js)?$/.test(target)) return []
    return there < here ? [] : say(`${other} stands above ${own}`)
  })
}

const webArrow = (target: string, onlyTypes: boolean): boolean =>
  target.startsWith('web/') || target.startsWith('server/core/') || (onlyTypes && /^server\/.*(\.api|\/api)(\.js)?$/.test(target))

const folderOf = (path: string): string => (path.split('/').length > 2 ? path.split('/')[1]! : '.')

function coreWall(path: string, text: string): string[] {
  if (!path.startsWith('server/core/')) return []
  const foreign = importsOf(text).filter(({ from }) => !from.startsWith('.') && !coreImports.has(from))
  const jsonata = importsOf(text).some(({ from }) => from === 'jsonata') && !path.startsWith('server/core/rule/')
  const impure = /\b(Date\.now|new Date\(\)|Math\.random|Temporal\.Now)\b/.exec(text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ''))
  return [
    ...foreign.map(({ from }) => `${path}: core imports ${from}`),
    ...(jsonata ? [`${path}: only core/rule imports jsonata`] : []),
    ...(impure ? [`${path}: core knows no ${impure[1]}`] : []),
  ]
}

/** Codes that a file of the server refuses requests with: each needs a sentence in web/text. */
export const refusalCodes = (text: string): string[] =>
  [...text.matchAll(/\b(?:refuse|Refusal)\(\d{3}, (?:'([A-Z_]+)'|\[problem\('([A-Z_]+)')/g)].map(
    ([, code, inner]) => (code ?? inner)!,
  )

/** The project's own source files. */
export function readTree(root: string): Tree {
  const tree = new Map<string, string>()
  const walk = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`
      if (entry.isDirectory()) {
        if (!['dist', 'node_modules'].includes(entry.name)) walk(path)
      } else if (/\.(ts|mjs|vue)$/.test(entry.name)) tree.set(path, readFileSync(join(root, path), 'utf8'))
    }
  }
  for (const folder of ['server', 'web', 'tests']) walk(folder)
  return tree
}
