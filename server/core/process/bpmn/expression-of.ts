import { problem, type Problem } from '../../problem.js'
import { child, prop, text, type Moddle } from './moddle.js'
import { readExpression } from './settings.js'

/** A FormalExpression child (or a plain text) as JSONata; what cannot be translated is listed and gives nothing. */
export function expressionOf(element: Moddle, name: string, id: string, problems: Problem[]): string | undefined {
  const holder = child(element, name)
  const body = (holder ? text(holder, 'body') : text(element, name))?.trim()
  return body ? expressionFrom(body, holder && text(holder, 'language'), id, problems) : undefined
}

export function expressionFrom(body: string, language: string | undefined, id: string, problems: Problem[]): string | undefined {
  const read = readExpression(body, language)
  if ('expression' in read) return read.expression
  problems.push(problem('FOREIGN_NOT_TRANSLATED', id, { text: read.foreign }))
  return undefined
}

export const number = (element: Moddle, name: string): number | undefined => {
  const value = prop(element, name)
  const read = typeof value === 'string' ? Number(value) : value
  return typeof read === 'number' && Number.isFinite(read) ? read : undefined
}
