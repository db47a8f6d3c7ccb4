import { problem, type Problem } from '../problem.js'
import { callee, children, left, type Node } from './ast.js'
import { ALLOWED, BUILT_IN, FORBIDDEN, HIGHER_ORDER } from './functions.js'
import { NODES, PAD_WIDTH, PATTERN_CHARACTERS, PATTERN_INSTRUCTIONS, PICTURE_CHARACTERS, TREE_DEPTH } from './limits.js'
import { nearest } from './nearest.js'
import { linearPattern } from './regex.js'

/** Where the picture stands among the arguments. */
const PICTURE: Record<string, number> = { now: 0, toMillis: 1, fromMillis: 1, formatNumber: 1, formatInteger: 1, parseInteger: 1 }
const DATE_PICTURE = new Set(['now', 'toMillis', 'fromMillis'])

/** What no expression may contain, in a child process neither. */
export const gateTree = (tree: Node): Problem | undefined => {
  let nodes = 0
  const visit = (node: Node, depth: number, mayName: boolean, piped: Node[] = []): Problem | undefined => {
    if (++nodes > NODES) return problem('EXPR_TOO_LONG', undefined, { nodes, limit: NODES })
    if (depth > TREE_DEPTH) return problem('EXPR_TOO_DEEP', undefined, { limit: TREE_DEPTH })
    const refusal = refuse(node, mayName, piped)
    if (refusal) return refusal
    const named = new Set(mayBeBuiltIn(node))
    for (const child of children(node)) {
      // `x ~> $f(y)` calls `$f(x, y)`.
      const below = visit(child, depth + 1, named.has(child), node.type === 'apply' && child === node.rhs ? [left(node)] : [])
      if (below) return below
    }
    return undefined
  }
  return visit(tree, 0, false)
}

/** Children that may name a built-in: what is called, a direct argument of `$map` and its kin, the right of `~>`. */
const mayBeBuiltIn = (node: Node): Node[] => {
  if (node.type === 'apply') return node.rhs ? [node.rhs] : []
  if (node.type !== 'function' && node.type !== 'partial') return []
  return [node.procedure!, ...(HIGHER_ORDER.has(callee(node) ?? '') ? node.arguments! : [])]
}

const refuse = (node: Node, mayName: boolean, piped: Node[]): Problem | undefined => {
  const forbid = (what: string, params: Record<string, unknown> = {}) =>
    problem('EXPR_FORBIDDEN', undefined, { what, position: node.position ?? 0, ...params })
  const name = String(node.value)
  switch (node.type) {
    case 'variable':
      if (FORBIDDEN.has(name)) return forbid('function', { name })
      return BUILT_IN.has(name) && !mayName ? forbid('function-as-value', { name }) : undefined
    case 'apply':
      return refuseCallback(node.rhs!, forbid)
    case 'bind':
      return isReserved(left(node).value) ? forbid('rebinding', { name: left(node).value }) : undefined
    case 'lambda': {
      if (node.signature !== undefined) return forbid('signature')
      const taken = node.arguments!.find(parameter => isReserved(parameter.value))
      return taken ? forbid('rebinding', { name: taken.value }) : undefined
    }
    case 'regex':
      return refusePattern(node.value, node.position ?? 0)
    case 'partial':
    case 'function':
      return refuseCall(node, [...piped, ...node.arguments!], forbid)
    default:
      for (const bound of [node.focus, node.index, ...(node.stages ?? []).map(stage => stage.type === 'index' && stage.value)]) {
        if (bound && isReserved(bound)) return forbid('rebinding', { name: bound })
      }
      return undefined
  }
}

const isReserved = (name: unknown) => name === '' || name === '$' || BUILT_IN.has(String(name))

type Forbid = (what: string, params?: Record<string, unknown>) => Problem

const refuseCall = (call: Node, given: Node[], forbid: Forbid): Problem | undefined => {
  const name = callee(call)
  if (name === undefined) {
    // The dollar was forgotten: `sum(x)`.
    const first = call.procedure!.type === 'path' ? call.procedure!.steps![0]?.value : undefined
    if (call.procedure!.steps?.length !== 1 || typeof first !== 'string') return forbid('computed-call')
    return unknownFunction(first, call.position)
  }
  const pictureAt = PICTURE[name]
  const picture = pictureAt === undefined ? undefined : given[pictureAt]
  if (picture && !isTamePicture(picture, DATE_PICTURE.has(name))) return forbid('picture', { name })
  if (name === 'formatNumber' && given.length > 2) return forbid('picture', { name })
  if (name === 'pad' && !given.some(isTameWidth)) return forbid('pad')
  if (!HIGHER_ORDER.has(name)) return undefined
  return given.map(argument => refuseCallback(argument, forbid)).find(refusal => refusal !== undefined)
}

/** Called by another function, it would take its picture or width from the data. */
const refuseCallback = (argument: Node, forbid: Forbid): Problem | undefined => {
  const name = String(argument.value)
  return argument.type === 'variable' && (Object.hasOwn(PICTURE, name) || name === 'pad')
    ? forbid('function-as-value', { name })
    : undefined
}

/** @returns EXPR_UNKNOWN_FUNCTION with the name that was probably meant */
export const unknownFunction = (name: string, position = 0): Problem =>
  problem('EXPR_UNKNOWN_FUNCTION', undefined, {
    name,
    position,
    didYouMean: BUILT_IN.has(name) && !FORBIDDEN.has(name) ? name : nearest(name, ALLOWED),
  })

/** The text may come from the context, so the width is the first or the second argument: any number there must be small. */
const isTameWidth = (argument: Node, index: number, all: Node[]) =>
  index === (all.length > 1 ? 1 : 0) && argument.type === 'number' && Math.abs(Number(argument.value)) <= PAD_WIDTH

const isTamePicture = (picture: Node, ofDate: boolean): boolean => {
  if (picture.type !== 'string') return false
  const text = String(picture.value)
  if (text.length > PICTURE_CHARACTERS) return false
  if (!ofDate) return !/\d{20,}/.test(text)
  // Numbers in words, and wide numbers, make patterns that backtrack.
  return !/[wW]/.test(text) && !/[0-9*]{4,}/.test(text.replace('[Y0001]', ''))
}

const refusePattern = (value: unknown, position: number): Problem | undefined => {
  // The left side of `?:` and `??` is copied by the parser, which loses patterns.
  if (!(value instanceof RegExp)) return problem('EXPR_REGEX', undefined, { position, reason: 'pattern before ?: or ??' })
  if (value.source.length > PATTERN_CHARACTERS) {
    return problem('EXPR_REGEX', undefined, { position, reason: `longer than ${PATTERN_CHARACTERS} characters` })
  }
  try {
    const size = linearPattern(value.source, value.flags.replace('g', '')).programSize()
    return size > PATTERN_INSTRUCTIONS
      ? problem('EXPR_REGEX', undefined, { position, reason: 'too many repetitions' })
      : undefined
  } catch (error) {
    return problem('EXPR_REGEX', undefined, { position, reason: (error as Error).message })
  }
}
