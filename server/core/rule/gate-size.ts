import { callee, filters, left, pairs, type Node } from './ast.js'
import { HIGHER_ORDER, SCALAR } from './functions.js'
import { IN_PROCESS, PAD_WIDTH } from './limits.js'

/** Characters of anything that is built, copied or compared. */
const LIMIT = 2_000_000
const NUMBER = 16

/**
 * Where a part is evaluated: how often in all, and the size of all its contexts together, in characters. Sizes are upper bounds.
 */
interface Place {
  times: number
  context: number
  variables: Map<string, { size: number; times: number }>
}

/**
 * Reckons the largest thing that an expression of the total subset can build from the largest input: a text that is doubled
 * twenty times takes no time and then all memory. True when everything stays below a bound.
 */
export const staysSmall = (tree: Node): boolean => {
  let small = true
  /** Notes a size that is really paid for. */
  const paid = (size: number) => {
    if (!(size <= LIMIT)) small = false
    return size
  }
  const result = reckon(tree, { times: 1, context: IN_PROCESS.input, variables: new Map() })
  paid(result)
  return small

  function reckon(node: Node, place: Place): number {
    const size = reckonNode(node, place)
    if (node.type !== 'path') for (const filter of filters(node)) reckon(filter, each(size, place))
    return size
  }

  function reckonNode(node: Node, place: Place): number {
    switch (node.type) {
      case 'string':
        return place.times * (String(node.value).length + 2)
      case 'name':
        return place.context
      case 'variable':
        return variable(String(node.value), place)
      case 'path':
        return path(node, place)
      case 'condition':
        reckon(node.condition!, place)
        return Math.max(reckon(node.then!, place), node.else ? reckon(node.else, place) : 0)
      case 'block': {
        const inside = { ...place, variables: new Map(place.variables) }
        return node.expressions!.map(part => reckon(part, inside)).at(-1) ?? 0
      }
      case 'bind': {
        const size = reckon(node.rhs!, place)
        place.variables.set(String(left(node).value), { size, times: place.times })
        return size
      }
      case 'binary':
        return binary(node, place)
      case 'unary':
        if (node.value === '[') return paid(sum(node.expressions!.map(part => reckon(part, place))) + 2 * place.times)
        if (node.value === '{')
          return paid(
            sum(
              pairs(node)
                .flat()
                .map(part => reckon(part, place)),
            ) +
              4 * place.times,
          )
        reckon(node.expression!, place)
        return NUMBER * place.times
      case 'function':
        return call(node, place)
      case 'lambda':
        return reckon(node.body!, place)
      default:
        return place.times * NUMBER
    }
  }

  function variable(name: string, place: Place): number {
    if (name === '') return place.context
    const known = place.variables.get(name) ?? { size: IN_PROCESS.input, times: 1 }
    return known.size * Math.max(1, place.times / known.times)
  }

  /** The place of something that is done for each item of a value of this size. */
  function each(size: number, place: Place): Place {
    // An item of JSON takes two characters at least.
    const times = Math.min(place.times * IN_PROCESS.sequence, place.times + size / 2)
    return { times, context: size, variables: place.variables }
  }

  function path(node: Node, place: Place): number {
    let size = 0
    node.steps!.forEach((step, index) => {
      if (step.type === 'sort') for (const { expression } of step.terms!) reckon(expression, each(size, place))
      else if (index === 0)
        size = reckonNode(step, step.type === 'name' || step.type === 'variable' ? place : each(place.context, place))
      else size = step.type === 'name' ? size : reckonNode(step, each(size, place))
      for (const filter of filters(step)) reckon(filter, each(size, place))
    })
    return size
  }

  function binary(node: Node, place: Place): number {
    if (node.value === '&') {
      // Values become JSON, whose quotes may need escapes.
      return paid(2 * sum(operands(node).map(part => reckon(part, place))))
    }
    const [lhs, rhs] = [left(node), node.rhs!]
    const sizes = [reckon(lhs, place), reckon(rhs, place)]
    if (node.value === '..') return paid(place.times * 8 * Math.max(0, Number(rhs.value) - Number(lhs.value) + 1))
    // Comparing costs the smaller side, at each time.
    if (['=', '!=', 'in'].includes(String(node.value))) paid(Math.min(...sizes) / place.times)
    return place.times * NUMBER
  }

  function call(node: Node, place: Place): number {
    const name = callee(node)!
    const [first, ...rest] = node.arguments!
    if (HIGHER_ORDER.has(name) && rest.length > 0) return forEach(name, first!, rest[0]!, place)
    const sizes = node.arguments!.map(part => reckon(part, place))
    // The context may stand in for a missing first argument.
    const given = Math.max(sum(sizes), sizes.length < 2 || name === 'pad' ? place.context : 0)
    paid(given / place.times)
    const size = built(name, given, rest, place)
    return SCALAR.has(name) ? size : paid(size)
  }

  function built(name: string, given: number, rest: Node[], place: Place): number {
    const literal = (index: number) => String(rest[index]?.value ?? '').length
    if (SCALAR.has(name))
      return name === 'formatNumber' || name === 'now' || name === 'fromMillis' ? 80 * place.times : NUMBER * place.times
    switch (name) {
      case 'join':
        return given * (1 + literal(0) / 2)
      case 'split':
        return given * 2 + 2 * place.times
      case 'replace':
        return given * Math.max(1, literal(1) / Math.max(1, literal(0)))
      case 'pad':
        return given + place.times * PAD_WIDTH
      case 'string':
        return given * 2
      case 'lowercase':
      case 'uppercase':
        return given * 3
      default:
        return given
    }
  }

  function forEach(name: string, source: Node, callback: Node, place: Place): number {
    const size = paid(reckon(source, place))
    const inner = each(size, place)
    if (name === 'sort') inner.times *= 16
    // The body stands in the context of the whole expression, once per item.
    inner.context = place.context * Math.max(1, inner.times / place.times)
    inner.variables = new Map(place.variables)
    const [item, key, whole] = callback.type === 'lambda' ? callback.arguments! : []
    for (const parameter of [item, ...(name === 'sort' || name === 'sift' || name === 'each' ? [key] : [])]) {
      if (parameter) inner.variables.set(String(parameter.value), { size, times: inner.times })
    }
    if (key && !inner.variables.has(String(key.value))) {
      inner.variables.set(String(key.value), { size: NUMBER * inner.times, times: inner.times })
    }
    if (whole) inner.variables.set(String(whole.value), { size: size * inner.times, times: inner.times })
    const body = callback.type === 'lambda' ? reckon(callback.body!, inner) : builtOrScalar(callback, size, inner)
    return name === 'map' || name === 'each' ? paid(body) : size
  }

  function builtOrScalar(callback: Node, size: number, place: Place): number {
    return paid(callback.type === 'variable' ? built(String(callback.value), size, [], place) : NUMBER * place.times)
  }
}

const sum = (sizes: number[]) => sizes.reduce((total, size) => total + size, 0)

/** `a & b & c` is one concatenation of three. */
const operands = (node: Node): Node[] =>
  node.type === 'binary' && node.value === '&' && !node.predicate ? [...operands(left(node)), ...operands(node.rhs!)] : [node]
