import type { Problem } from '../problem.js'
import { callee, children, filters, left, pairs, type Node } from './ast.js'
import { passGate } from './gate.js'
import { isThunk } from './gate-tier.js'
import { IN_PROCESS } from './limits.js'
import { remembered } from './remembered.js'

/** One path that an expression reads. */
export interface Reference {
  /** `input`: the record's values; else the name of the outer variable, such as `previous`. */
  root: string
  /** Field keys, outermost first: `items.price` is two. Empty when the root is read as a whole. */
  path: string[]
  /** Offset of each key's first character in the source. */
  positions: number[]
}

/** Where a value may have come from. Empty: computed, nothing to follow. */
type Origins = Reference[]

interface Place {
  context: Origins
  variables: Map<string, Origins>
}

/** Functions whose result is made of what they were given first. */
const PASSING = new Set(['filter', 'sort', 'reverse', 'single', 'distinct', 'append', 'shuffle'])

const known = remembered(500, (source: string): Reference[] | Problem => {
  const passed = passGate(source, IN_PROCESS)
  return 'code' in passed ? passed : readReferences(passed.tree, source)
})

/**
 * The paths that an expression reads, in the order of their appearance, each once; paths inside filters, lambdas of `$map` and its
 * kin, and variables are followed to the field that they stand for. What is computed first (`{…}.x`, `*.x`) is not followed.
 * @returns the gate's problem when the expression does not pass
 */
export const references = (source: string): Reference[] | Problem => known(source)

const readReferences = (tree: Node, source: string): Reference[] => {
  const found: Reference[] = []
  const note = (origins: Origins) => {
    found.push(...origins)
    return origins
  }
  const root = (name: string): Origins => [{ root: name, path: [], positions: [] }]

  /** Follows a node; what it reads for good is noted, what may be read further is the answer. */
  const follow = (node: Node, place: Place): Origins => {
    let origins = followNode(node, place)
    if (node.type === 'path') return origins
    for (const filter of filters(node)) read(filter, { ...place, context: origins })
    if (node.group) for (const part of node.group.lhs.flat()) read(part, { ...place, context: origins })
    if (node.group) origins = []
    return origins
  }
  const read = (node: Node, place: Place): Origins => note(follow(node, place))

  const followNode = (node: Node, place: Place): Origins => {
    switch (node.type) {
      case 'variable':
        return node.value === ''
          ? place.context
          : node.value === '$'
            ? root('input')
            : (place.variables.get(String(node.value)) ?? root(String(node.value)))
      case 'name':
        return step(place.context, node)
      case 'path':
        return followPath(node, place)
      case 'condition':
        read(node.condition!, place)
        return [...follow(node.then!, place), ...(node.else ? follow(node.else, place) : [])]
      case 'block': {
        const inside = { ...place, variables: new Map(place.variables) }
        const parts = node.expressions!
        parts.slice(0, -1).forEach(part => (part.type === 'bind' ? follow(part, inside) : read(part, inside)))
        return parts.length ? follow(parts.at(-1)!, inside) : []
      }
      case 'bind': {
        const origins = node.rhs!.type === 'lambda' ? followLambda(node.rhs!, [], place) : follow(node.rhs!, place)
        place.variables.set(String(left(node).value), origins)
        return origins
      }
      case 'function':
      case 'partial':
        return followCall(node, node.arguments!, place)
      case 'lambda':
        return isThunk(node) ? follow(node.body!, place) : followLambda(node, [], place)
      case 'wildcard':
      case 'descendant':
      case 'parent':
        note(place.context)
        return []
      case 'apply': {
        const call = node.rhs!
        if (call.type === 'function') return followCall(call, [left(node), ...call.arguments!], place)
        read(left(node), place)
        read(call, place)
        return []
      }
      default:
        for (const child of node.type === 'unary' && node.value === '{'
          ? pairs(node).flat()
          : children({ ...node, predicate: [], group: undefined })) {
          read(child, place)
        }
        return []
    }
  }

  const step = (origins: Origins, name: Node): Origins => {
    const key = String(name.value)
    const end = name.position ?? 0
    const position = Math.max(0, end - key.length - (source[end - 1] === '`' || source[end - 1] === '"' ? 2 : 0))
    return origins.map(origin => ({ root: origin.root, path: [...origin.path, key], positions: [...origin.positions, position] }))
  }

  const followPath = (node: Node, place: Place): Origins => {
    let origins = place.context
    const variables = new Map(place.variables)
    node.steps!.forEach(part => {
      const here = { context: origins, variables }
      if (part.type === 'sort') part.terms!.forEach(term => read(term.expression, here))
      else origins = part.type === 'name' ? step(origins, part) : followNode(part, here)
      if (part.focus) variables.set(part.focus, origins)
      if (part.focus) origins = here.context
      if (part.index) variables.set(part.index, [])
      for (const filter of filters(part)) read(filter, { context: origins, variables })
      if (part.group) for (const inner of part.group.lhs.flat()) read(inner, { context: origins, variables })
    })
    if (node.group) for (const inner of node.group.lhs.flat()) read(inner, { context: origins, variables })
    // A grouped path was read in its parts; alone it still names the field.
    return node.group ? (note(origins), []) : origins
  }

  const followCall = (node: Node, given: Node[], place: Place): Origins => {
    const name = callee(node)
    if (node.procedure && name === undefined) read(node.procedure, place)
    const [first, ...rest] = given
    const passing = name !== undefined && PASSING.has(name)
    const origins = first ? follow(first, place) : []
    // `$map(items, …)` says little by itself: its lambda tells what is read. Without one, or unread, the source is.
    const before = found.length
    let results: Origins = passing ? origins : []
    for (const argument of rest) {
      if (argument.type === 'lambda') {
        const body = followLambda(
          argument,
          name === 'reduce' ? [[], origins] : name === 'sort' ? [origins, origins] : [origins],
          place,
        )
        if (name === 'map') results = body
        else note(body)
      } else {
        const more = follow(argument, place)
        if (name === 'append') results = [...results, ...more]
        else note(more)
      }
    }
    const toldByLambda = rest.some(argument => argument.type === 'lambda') && found.length > before
    if (!passing && !toldByLambda && results.length === 0) note(origins)
    return results
  }

  const followLambda = (node: Node, given: Origins[], place: Place): Origins => {
    const variables = new Map(place.variables)
    node.arguments!.forEach((parameter, index) => variables.set(String(parameter.value), given[index] ?? []))
    return follow(node.body!, { context: place.context, variables })
  }

  read(tree, { context: root('input'), variables: new Map() })
  return unique(found)
}

const unique = (found: Reference[]) => {
  const seen = new Map<string, Reference>()
  for (const reference of found) {
    const key = JSON.stringify([reference.root, reference.path])
    if (!seen.has(key)) seen.set(key, reference)
  }
  return [...seen.values()]
}
