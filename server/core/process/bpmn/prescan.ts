// eslint-disable-next-line @typescript-eslint/triple-slash-reference -- the web compiles these sources too and must find the declarations
/// <reference path="./parsers.d.ts" />
import { Parser } from 'saxen'
import { problem, type Problem } from '../../problem.js'

/** Limits of a diagram. An ordinary one has 50 KB and 500 elements; parsing cost beyond these grows with the square. */
export const LIMITS = { bytes: 512 * 1024, elements: 20_000, depth: 64, attributes: 64, tag: 16 * 1024, text: 256 * 1024 }

export type Limits = typeof LIMITS
/** For a file of one's own on the command line, where nobody else waits. */
export const OWN_FILE: Limits = { ...LIMITS, bytes: 16 * 1024 * 1024, elements: 400_000 }

const KNOWN = {
  'http://www.omg.org/spec/BPMN/20100524/MODEL': 'bpmn',
  'http://www.omg.org/spec/BPMN/20100524/DI': 'bpmndi',
  'http://www.omg.org/spec/DD/20100524/DI': 'di',
  'http://www.omg.org/spec/DD/20100524/DC': 'dc',
}
const OWN = /^(bpmn|bpmndi|di|dc):/
// What bpmn-moddle takes for an id; it would drop an element with another one.
const LEGAL_ID = /^[A-Za-z_][\w.-]{0,127}$/
const RESERVED = new Set(['__proto__', 'constructor', 'prototype'])
const CONTROL =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|&#(x0*([0-8bcBCeE]|1[0-9a-fA-F]|[dD][89a-fA-F]..|[fF]{3}[eEfF])|0*([0-8]|1[124-9]|2\d|3[01]));/

/**
 * One linear pass over a file from outside, before the real parser sees it (its time grows with the square for unknown tags, odd quotes and
 * repeated ids, and it drops the second element of an id). Stops at the first fault; undefined means that the file may be parsed.
 */
export function prescan(xml: string, limits: Limits = LIMITS): Problem | undefined {
  if (bytesOf(xml, limits.bytes) > limits.bytes)
    return problem('BPMN_TOO_LARGE', undefined, { limit: limits.bytes, unit: 'bytes' })
  const control = CONTROL.exec(xml)
  if (control) return problem('BPMN_CONTROL_CHARACTER', undefined, { line: lineAt(xml, control.index) })
  return new Scan(limits).run(xml)
}

type At = () => { line: number }

class Scan {
  private readonly parser = new Parser({ proxy: false })
  private readonly ids = new Set<string>()
  private found: Problem | undefined
  private elements = 0
  private depth = 0
  private closed = false

  constructor(private readonly limits: Limits) {}

  run(xml: string): Problem | undefined {
    const { parser } = this
    parser.ns(KNOWN)
    parser.on('error', (error, at) => this.stop('BPMN_MALFORMED', at, { detail: error.message }))
    parser.on('warn', (error, at) => this.stop('BPMN_MALFORMED', at, { detail: error.message }))
    parser.on('attention', (_text, _decode, at) => this.stop('BPMN_DTD', at))
    parser.on('question', (text, at) => {
      if (!/^<\?xml\s/i.test(text)) this.stop('BPMN_PROCESSING_INSTRUCTION', at)
    })
    parser.on('text', (text, _decode, at) => {
      if (text.length > this.limits.text) this.stop('BPMN_TOO_LARGE', at, { limit: this.limits.text, unit: 'text' })
    })
    parser.on('openTag', (name, attributes, _decode, _selfClosing, at) => this.open(name, attributes, at))
    parser.on('closeTag', () => {
      this.depth -= 1
      if (this.depth === 0) this.closed = true
    })
    try {
      parser.parse(xml)
    } catch (error) {
      return (
        this.found ?? problem('BPMN_MALFORMED', undefined, { detail: error instanceof Error ? error.message : String(error) })
      )
    }
    if (!this.found && this.elements === 0) return problem('BPMN_MALFORMED', undefined, { detail: 'no element' })
    return this.found
  }

  private open(name: string, attributesOf: () => Record<string, string>, at: At): void {
    this.elements += 1
    this.depth += 1
    if (this.elements > this.limits.elements)
      return this.stop('BPMN_TOO_LARGE', at, { limit: this.limits.elements, unit: 'elements' })
    if (this.depth > this.limits.depth) return this.stop('BPMN_TOO_DEEP', at, { limit: this.limits.depth })
    if (this.closed) return this.stop('BPMN_MALFORMED', at, { detail: 'a second root element' })
    const attributes = attributesOf()
    let size = name.length
    let count = 0
    for (const key in attributes) {
      count += 1
      size += key.length + attributes[key]!.length
    }
    if (count > this.limits.attributes)
      return this.stop('BPMN_TOO_LARGE', at, { limit: this.limits.attributes, unit: 'attributes' })
    if (size > this.limits.tag) return this.stop('BPMN_TOO_LARGE', at, { limit: this.limits.tag, unit: 'tag' })
    if (OWN.test(name) && attributes.id !== undefined) this.id(attributes.id, at)
  }

  private id(id: string, at: At): void {
    if (!LEGAL_ID.test(id) || RESERVED.has(id)) return this.stop('ILLEGAL_ID', at, { id }, id)
    if (this.ids.has(id)) return this.stop('DUPLICATE_ID', at, { id }, id)
    this.ids.add(id)
  }

  private stop(code: string, at: At, params: Record<string, unknown> = {}, where?: string): void {
    this.found ??= problem(code, where, { line: at().line + 1, ...params })
    this.parser.stop()
  }
}

function bytesOf(text: string, limit: number): number {
  if (text.length > limit) return text.length
  let bytes = text.length
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    if (code > 0x7f) bytes += code > 0x7ff && (code < 0xd800 || code > 0xdfff) ? 2 : 1
  }
  return bytes
}

export function lineAt(text: string, index: number): number {
  let line = 1
  for (let i = text.indexOf('\n'); i !== -1 && i < index; i = text.indexOf('\n', i + 1)) line += 1
  return line
}

/** Line of every element that has an id, for messages. Linear; called only when there is something to say. */
export function linesOf(xml: string): Map<string, number> {
  const lines = new Map<string, number>()
  let line = 1
  for (const [text, , double, single] of xml.matchAll(/\n|\sid\s*=\s*("([^"\n]*)"|'([^'\n]*)')/g)) {
    if (text.startsWith('\n')) line += 1
    const id = double ?? single
    if (id !== undefined && !lines.has(id)) lines.set(id, line)
  }
  return lines
}
