import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { kindOf } from '#core/process/bpmn/kind-of'
import { parse } from '#core/process/bpmn/parse'
import { readDefinition } from '#core/process/read-definition'
import { eventRows, otherRows, type Row } from './element-rows.js'
import { usesIn } from './element-uses.js'

const core = join(__dirname, '../../server/core/process')
const stories = join(__dirname, '../core/process/stories')

/** One row of the table as it stands today: a refusal's code, or the diagrams whose stories use it. */
export interface Judged extends Row {
  refused?: string
  told: string[]
}

/** Every element, by position and trigger, with the stories that use it; what no story uses is read, and must be refused. */
export async function judgedRows(): Promise<Judged[]> {
  const uses = await usesPerDiagram()
  const judged: Judged[] = []
  for (const row of [...otherRows, ...eventRows]) {
    const told = [...uses].filter(([, used]) => used.has(row.key)).map(([file]) => file)
    // the diagram that is named after the row goes before those that only use it
    told.sort((a, b) => Number(isNamed(b, row)) - Number(isNamed(a, row)) || a.localeCompare(b))
    const refused = told.length === 0 && row.probe ? await refusalOf(row.probe) : undefined
    judged.push({ ...row, told, ...(refused ? { refused } : {}) })
  }
  return judged
}

const isNamed = (file: string, { words }: Row): boolean => words.some(word => file.includes(word))

async function usesPerDiagram(): Promise<Map<string, Set<string>>> {
  const uses = new Map<string, Set<string>>()
  for (const file of readdirSync(stories).filter(each => each.endsWith('.bpmn'))) {
    const parsed = await parse(readFileSync(join(stories, file), 'utf8'))
    if ('definitions' in parsed) uses.set(file.replace('.bpmn', ''), usesIn(parsed.definitions))
  }
  return uses
}

async function refusalOf(xml: string): Promise<string | undefined> {
  const { problems } = await readDefinition(xml)
  return problems.find(found => found.severity === 'error')?.code
}

/** Where it is written, by its kind: the file of the element and that of its trigger. */
function filesOf({ type, trigger }: Row): string[] {
  if (trigger === undefined && type === undefined) return []
  const verdict = kindOf(
    { $type: type ?? 'bpmn:SubProcess' },
    trigger && EVENT_FILES[trigger] ? [{ type: trigger, problems: [] }] : [],
  )
  const files = 'kind' in verdict ? [`elements/${KIND_FILES[verdict.kind] ?? verdict.kind}.ts`] : []
  return trigger && EVENT_FILES[trigger] ? [...files, `events/${EVENT_FILES[trigger]}.ts`] : files
}

const KIND_FILES: Record<string, string> = {
  ...Object.fromEntries(['start', 'catch', 'throw', 'boundary', 'end'].map(kind => [kind, 'event'])),
  'event-sub-process': 'sub-process',
}
const EVENT_FILES: Record<string, string> = {
  ...Object.fromEntries(
    ['Message', 'Timer', 'Signal', 'Error', 'Escalation', 'Link', 'Cancel', 'Terminate'].map(name => [name, name.toLowerCase()]),
  ),
  Conditional: 'condition',
  Compensate: 'compensation',
}

/** Sections of the standard that the file's comments name. */
const sectionsIn = (file: string): string[] =>
  [...readFileSync(join(core, file), 'utf8').matchAll(/§(\d+(?:\.\d+)+)/g)].map(([, section]) => section!)

const SHOWN = 3

export function line(row: Judged): string {
  const files = row.file ? [row.file] : filesOf(row)
  const sections = [...new Set(files.flatMap(sectionsIn))].map(each => `§${each}`)
  const links = row.told.slice(0, SHOWN).map(each => `[${each}](../../../tests/core/process/stories/${each}.bpmn)`)
  const more = row.told.length > SHOWN ? [`${row.told.length - SHOWN} more`] : []
  const state = row.refused ? `refused: ${row.refused}` : 'executed'
  const where = files.map(file => `[${file}](${file})`).join(' ')
  return `| ${row.name} | ${state} | ${row.refused ? '' : where} | ${row.refused ? '' : sections.join(' ')} | ${[...links, ...more].join(', ')} |`
}

const BEGIN = '<!-- element table: written by `WRITE=1 npx jest --selectProjects core element-table`, do not edit -->'
const END = '<!-- end of the element table -->'

/** The README with the table of today. */
export function withTable(readme: string, rows: readonly Judged[]): string {
  const before = readme.includes(BEGIN)
    ? readme.slice(0, readme.indexOf(BEGIN))
    : `${readme.trimEnd()}\n\n## Elements\nWhat is not in this table is refused by name.\n\n`
  const after = readme.includes(END) ? readme.slice(readme.indexOf(END) + END.length) : '\n'
  const head = '| element | | file | BPMN 2.0.2 | diagrams whose stories use it |\n|---|---|---|---|---|'
  return `${before}${BEGIN}\n${head}\n${rows.map(line).join('\n')}\n${END}${after}`
}
