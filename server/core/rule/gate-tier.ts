import type { Problem } from '../problem.js'
import { callee, children, left, type Node } from './ast.js'
import { BUILT_IN, HIGHER_ORDER, SCALAR, TOTAL } from './functions.js'
import { unknownFunction } from './gate-tree.js'
import { staysSmall } from './gate-size.js'
import { IN_PROCESS, CONSTANT_RANGE } from './limits.js'

export type Tier = 'A' | 'B'

/**
 * Tier A is the total subset: it surely ends, in a time and a size that are bounded beforehand, so it may run in the process that
 * serves everybody. Everything else that the gate lets pass is tier B, which is a little slower and nothing worse: in doubt, B.
 * @returns EXPR_UNKNOWN_FUNCTION for a call of a name that nobody bound
 */
export const tierOf = (tree: Node): Tier | Problem => {
  const unknown = unboundCall(tree, namesBoundIn(tree))
  if (unknown) return unknown
  return isTotal(tree, false) && evaluationDepth(tree) < IN_PROCESS.stack - 10 && staysSmall(tree) ? 'A' : 'B'
}

const namesBoundIn = (node: Node): Set<string> => {
  const names = new Set<string>()
  const visit = (part: Node) => {
    if (part.type === 'bind') names.add(String(left(part).value))
    if (part.type === 'lambda') for (const parameter of part.arguments!) names.add(String(parameter.value))
    if (part.focus) names.add(part.focus)
    if (part.index) names.add(part.index)
    children(part).forEach(visit)
  }
  visit(node)
  return names
}

const unboundCall = (node: Node, bound: Set<string>): Problem | undefined => {
  const name = callee(node)
  if (name !== undefined && !BUILT_IN.has(name) && !bound.has(name)) return unknownFunction(name, node.position)
  for (const child of children(node)) {
    const found = unboundCall(child, bound)
    if (found) return found
  }
  return undefined
}

const TOTAL_NODES = new Set(
  'path name string number value variable condition block bind binary unary function sort regex lambda'.split(' '),
)

const isTotal = (node: Node, isCallback: boolean): boolean => {
  if (!TOTAL_NODES.has(node.type) || node.focus || node.index || node.stages?.some(stage => stage.type === 'index')) return false
  // Groups are evaluated side by side, so their depths add up, and their number is not known.
  if (node.group) return false
  if (node.type === 'lambda' && !isCallback && !isThunk(node)) return false
  if (node.type === 'bind' && node.rhs!.type === 'lambda') return false
  if (node.type === 'binary' && node.value === '..' && !isShortRange(node)) return false
  if (node.type === 'function' && !isTotalCall(node)) return false
  const callbacks = new Set(HIGHER_ORDER.has(callee(node) ?? '') ? node.arguments : [])
  for (const { type, value } of callbacks)
    if (type === 'variable' && BUILT_IN.has(String(value)) && !PLAIN_CALLBACKS.has(String(value))) return false
  return children(node).every(
    child => child === node.procedure || (child.type === 'regex' ? isSingleMatch(node) : isTotal(child, callbacks.has(child))),
  )
}

/** Built-ins that stay total when `$map` and its kin call them, with an index and the whole list as further arguments. */
const PLAIN_CALLBACKS = new Set([...SCALAR, 'lowercase', 'uppercase', 'trim', 'string', 'keys', 'reverse'])

/** The parser wraps a call in tail position of a lambda. */
export const isThunk = (node: Node) => (node as { thunk?: boolean }).thunk === true

const isShortRange = ({ lhs, rhs }: Node) => {
  const [from, to] = [lhs as Node, rhs!]
  return from.type === 'number' && to.type === 'number' && Number(to.value) - Number(from.value) < CONSTANT_RANGE
}

/** `$contains` asks once; the others would ask again from every match on, which is quadratic even with a linear engine. */
const isSingleMatch = (node: Node) => callee(node) === 'contains'

const isTotalCall = (call: Node): boolean => {
  const name = callee(call)!
  if (!TOTAL.has(name)) return false
  const given = call.arguments!.length
  switch (name) {
    case 'toMillis':
    case 'string':
      return given <= 1
    case 'split':
    case 'join':
      return given <= 2 && (given < 2 || call.arguments![1]!.type === 'string')
    case 'sort':
      // Without a comparing function it is quadratic and never looks at the clock.
      return given === 2
    case 'replace':
      return given === 3 && call.arguments!.slice(1).every(argument => argument.type === 'string')
    case 'pad':
      // The padding is repeated before it is cut.
      return given < 3 || (call.arguments![2]!.type === 'string' && String(call.arguments![2]!.value).length <= 8)
    default:
      return true
  }
}

/** How deep JSONata counts: members of a constructor are evaluated side by side, so theirs add up. */
const evaluationDepth = (node: Node): number => {
  const depths = children(node).map(evaluationDepth)
  const isConstructor = node.type === 'unary' && node.value !== '-'
  const waiting = depths.filter(depth => depth > 1)
  return 1 + (isConstructor ? waiting.reduce((sum, depth) => sum + depth, 1) : Math.max(0, ...depths))
}
