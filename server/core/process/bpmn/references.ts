import type { ModdleWarning } from 'bpmn-moddle'
import { prop, text, type Moddle } from './moddle.js'

/**
 * A reference is a QName (BPMN 2.0.2 §8.1.2): spaces around it do not count, and a prefix of the file's own namespace may stand before the id. The
 * parser looks for the text as it stands; this puts in what it did not find. Answers whether the reference is good now.
 */
export function resolved(warning: ModdleWarning, definitions: Moddle, elements: Record<string, Moddle>): boolean {
  const { element, property, value } = warning
  if (!element || property === undefined || value === undefined) return false
  const [, prefix, id] = /^\s*(?:([^\s:]+):)?([^\s:]+)\s*$/.exec(value) ?? []
  const own = prefix === undefined || definitions.$attrs?.[`xmlns:${prefix}`] === text(definitions, 'targetNamespace')
  const target = own && Object.hasOwn(elements, id ?? '') ? elements[id!] : undefined
  if (!target) return false
  const held = prop(element as Moddle, property)
  if (Array.isArray(held)) held.push(target)
  else (element as Moddle & { set(name: string, value: unknown): void }).set(property, target)
  return true
}

/** A shape or edge of something that the file does not hold: nothing of it runs. */
export const onlyDrawn = ({ element, message }: ModdleWarning): boolean =>
  message.startsWith('unresolved reference') && element?.$type.startsWith('bpmndi:') === true
