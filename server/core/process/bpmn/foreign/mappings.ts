import { problem, type Problem } from '../../../problem.js'
import type { Mapping } from '../../graph.js'
import { extensions, foreign, text, type Moddle } from '../moddle.js'
import { translate } from './expression.js'

/**
 * The data that other tools hand to an activity and take from it: zeebe:ioMapping, camunda:in and camunda:out of a call, camunda:inputParameter. Outputs of
 * Camunda 7 come on top of what the task itself says, ours come instead of it: they are listed, and so is what is no simple expression.
 */
export function foreignMappings(element: Moddle, id: string, problems: Problem[]): { inputs: Mapping[]; outputs: Mapping[] } {
  const said = (each: Moddle, name: string) => text(each, name) ?? foreign(each, name)
  const listed = (text: string): Mapping[] => {
    problems.push(problem('FOREIGN_NOT_TRANSLATED', id, { text }))
    return []
  }
  const mapped = (name = '', source = ''): Mapping[] => {
    const translated = translate(source)
    if (!/^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(name) || (translated && 'foreign' in translated)) return listed(`${name}=${source}`)
    return [{ name, value: translated ? translated.jsonata : JSON.stringify(source) }]
  }
  const within = (holder: string, type: string) =>
    extensions(element, holder).flatMap(each => (each.$children ?? []).filter(inner => inner.$type === type))
  const zeebe = (type: string) =>
    within('zeebe:ioMapping', type).flatMap(each => mapped(said(each, 'target'), said(each, 'source')))
  const called = (type: string) =>
    extensions(element, type).flatMap(each => {
      const source = said(each, 'source')
      if (source !== undefined) return mapped(said(each, 'target'), `\${${source}}`)
      const expression = said(each, 'sourceExpression')
      if (expression !== undefined) return mapped(said(each, 'target'), expression)
      return said(each, 'variables') === 'all' ? [] : listed(type)
    })
  const parameters = within('camunda:inputOutput', 'camunda:inputParameter').flatMap(each =>
    each.$children?.length ? listed(`inputParameter ${said(each, 'name')}`) : mapped(said(each, 'name'), each.$body ?? ''),
  )
  within('camunda:inputOutput', 'camunda:outputParameter').forEach(each => listed(`outputParameter ${said(each, 'name')}`))
  return {
    inputs: [...zeebe('zeebe:input'), ...called('camunda:in'), ...parameters],
    outputs: [...zeebe('zeebe:output'), ...called('camunda:out')],
  }
}
