import { callee, left, type Node } from './ast.js'
import { passGate } from './gate.js'
import { IN_PROCESS } from './limits.js'
import type { Fact } from './rule-set.js'
import { tokens, type Token } from './tokens.js'

/** One side of a condition's top-level `and`s and `or`s. */
export interface Piece {
  /** As written, without brackets around the whole. */
  source: string
  /** Filled for a simple comparison: its parts, as sources. */
  comparison?: { field: string; op: NonNullable<Fact['op']>; expected?: string }
}

const FLIPPED: Record<string, Fact['op']> = { '=': '=', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' }
/** At the top level these bind weaker than `and` and `or`, or reach further: such a condition is said as a whole. */
const INDIVISIBLE = new Set(['?', '?:', '??', ':=', '~>', '|', ';', ','])

/** The pieces of a condition, in the order of writing. One piece when it cannot be taken apart. */
export const pieces = (source: string): Piece[] =>
  split(source.trim()).map(piece => {
    const comparison = readComparison(piece)
    return comparison ? { source: piece, comparison } : { source: piece }
  })

const split = (source: string): string[] => {
  const all = tokens(source)
  const bare = withoutBrackets(source, all)
  if (bare !== undefined) return split(bare)
  const top = atTopLevel(all)
  if (top.some(token => INDIVISIBLE.has(token.text))) return [source]
  const joints = top.filter(token => token.kind === 'operator' && (token.text === 'and' || token.text === 'or'))
  if (joints.length === 0) return [source]
  const edges = [0, ...joints.flatMap(joint => [joint.start, joint.end]), source.length]
  const parts: string[] = []
  for (let index = 0; index < edges.length; index += 2) parts.push(source.slice(edges[index], edges[index + 1]).trim())
  return parts.flatMap(split)
}

const atTopLevel = (all: Token[]): Token[] => {
  let depth = 0
  return all.filter(token => {
    if (token.kind === 'close') depth--
    const isTop = depth === 0
    if (token.kind === 'open') depth++
    return isTop
  })
}

/** The inside when one pair of round brackets holds everything, and only one expression. */
const withoutBrackets = (source: string, all: Token[]): string | undefined => {
  if (all[0]?.text !== '(' || all.at(-1)?.text !== ')') return undefined
  const inner = all.slice(1, -1)
  // The first bracket closes at the very end: the rest stays at its depth or deeper.
  let depth = 0
  for (const token of inner) {
    if (token.kind === 'open') depth++
    else if (token.kind === 'close' && --depth < 0) return undefined
  }
  if (atTopLevel(inner).some(token => token.text === ';' || token.text === ':=')) return undefined
  return source.slice(all[0].end, all.at(-1)!.start).trim()
}

const readComparison = (source: string): Piece['comparison'] => {
  const passed = passGate(source, IN_PROCESS)
  if ('code' in passed) return undefined
  const { tree } = passed
  const name = callee(tree)
  if (name === 'exists' && tree.arguments!.length === 1) {
    const field = fieldOf(tree.arguments![0]!)
    return field ? { field, op: 'exists' } : undefined
  }
  if (name === 'not' && tree.arguments!.length === 1 && callee(tree.arguments![0]!) === 'exists') {
    const field = fieldOf(tree.arguments![0]!.arguments![0]!)
    return field ? { field, op: 'missing' } : undefined
  }
  if (name === 'contains' && tree.arguments!.length === 2 && tree.arguments![1]!.type === 'string') {
    const field = fieldOf(tree.arguments![0]!)
    return field ? { field, op: 'contains', expected: JSON.stringify(tree.arguments![1]!.value) } : undefined
  }
  if (name !== undefined || tree.type !== 'binary') {
    const field = fieldOf(tree)
    return field ? { field, op: '=', expected: 'true' } : undefined
  }
  return readBinary(tree, source)
}

const readBinary = (tree: Node, source: string): Piece['comparison'] => {
  const op = String(tree.value)
  const [before, after] = [source.slice(0, tree.position! - op.length).trim(), source.slice(tree.position).trim()]
  const [first, second] = [fieldOf(left(tree)), fieldOf(tree.rhs!)]
  if (op === 'in') {
    if (first) return { field: first, op: 'in', expected: after }
    return second ? { field: second, op: 'contains', expected: before } : undefined
  }
  const flipped = FLIPPED[op]
  if (!flipped) return undefined
  if (first) return { field: first, op: op as NonNullable<Fact['op']>, expected: after }
  return second ? { field: second, op: flipped, expected: before } : undefined
}

/** `amount`, `items.price`, `$previous.grade`: a plain path, without filters. */
const fieldOf = (node: Node): string | undefined => {
  if (node.type !== 'path' || node.group) return undefined
  const [first, ...rest] = node.steps!
  if (node.steps!.some(step => step.stages || step.predicate || step.focus || step.index)) return undefined
  if (rest.some(step => step.type !== 'name')) return undefined
  if (first!.type === 'name') return node.steps!.map(step => String(step.value)).join('.')
  return first!.type === 'variable' && first!.value === 'previous'
    ? ['$previous', ...rest.map(step => String(step.value))].join('.')
    : undefined
}
