import type { DesignProblem } from '../../server/forms/forms.api'
import { list, type Moddle } from '#core/process/bpmn/moddle'
import type { Assignment } from '#core/process/definition'
import { word } from './settings/edit'
import { MOST_BYTES } from './files'

/** A setting of another tool that we understand: shown after an import. */
export interface Translated {
  element: string
  name: string
  assignment?: Assignment['type']
  condition?: string
  script?: string
  due?: string
}
export type Imported = { problems: DesignProblem[] } | { xml: string; translated: Translated[] }

/** A file from outside: refused with the reasons, or its text with what could be taken over from other tools. */
export async function readImport(file: File): Promise<Imported> {
  const refuse = (code: string, params: Record<string, unknown> = {}): Imported => ({
    problems: [{ code, params, severity: 'error' }],
  })
  if (file.size > MOST_BYTES) return refuse('BPMN_TOO_LARGE', { limit: MOST_BYTES, unit: 'bytes' })
  const xml = await file.text()
  const { parse } = await import('#core/process/bpmn/parse')
  const parsed = await parse(xml)
  if ('problems' in parsed) return { problems: parsed.problems.map(each => ({ ...each, severity: 'error' as const })) }
  if (list(parsed.definitions, 'diagrams').length === 0) return refuse('NO_DIAGRAM')
  return { xml, translated: await translatedIn(parsed.definitions) }
}

const FOREIGN = /^(camunda|zeebe|activiti|flowable):/i

/** What core's reading takes over from the namespaces of other tools. */
async function translatedIn(definitions: Moddle): Promise<Translated[]> {
  const [{ settingsOf }, { toModel }] = await Promise.all([
    import('#core/process/bpmn/settings'),
    import('#core/process/bpmn/to-model'),
  ])
  const model = toModel(definitions)
  const nodes = list(definitions, 'rootElements').flatMap(root => list(root, 'flowElements'))
  const found: Translated[] = []
  for (const node of nodes) {
    const condition =
      node.$type === 'bpmn:SequenceFlow'
        ? model.processes.flatMap(each => each.flows).find(flow => flow.id === node.id)?.when
        : undefined
    const source = word(node.conditionExpression as Moddle | undefined, 'body').trim()
    if (condition !== undefined && condition !== source)
      found.push({ element: node.id ?? '', name: word(node, 'name'), condition })
    if (!isForeign(node)) continue
    const { settings } = settingsOf(node)
    const { assignment, due, script } = settings
    if (assignment ?? due ?? script)
      found.push({
        element: node.id ?? '',
        name: settings.name,
        ...(assignment ? { assignment: assignment.type } : {}),
        ...(due ? { due } : {}),
        ...(script ? { script } : {}),
      })
  }
  return found
}

const isForeign = (node: Moddle): boolean =>
  Object.keys(node.$attrs ?? {}).some(name => FOREIGN.test(name)) ||
  list((node.extensionElements as Moddle | undefined) ?? { $type: '' }, 'values').some(each => FOREIGN.test(each.$type))
