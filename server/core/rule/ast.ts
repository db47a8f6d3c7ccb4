/**
 * The tree that JSONata's parser hands over, as far as we read it. `position` is the offset just behind the node's token.
 * Nodes inherit parser methods from their prototype: read own, named properties only, as `children` does.
 */
export interface Node {
  type: string
  value?: unknown
  position?: number
  arguments?: Node[]
  procedure?: Node
  steps?: Node[]
  expressions?: Node[]
  /** Filters of a path step, and of any other node. An `index` stage has no expression. */
  stages?: Stage[]
  predicate?: Stage[]
  /** A node for operators and bindings; key/value pairs for an object constructor. */
  lhs?: Node | [Node, Node][]
  rhs?: Node
  expression?: Node
  condition?: Node
  then?: Node
  else?: Node
  body?: Node
  pattern?: Node
  update?: Node
  delete?: Node
  group?: { lhs: [Node, Node][] }
  terms?: { expression: Node }[]
  /** `[]` behind it: one item stays a list. */
  keepArray?: boolean
  focus?: string
  index?: string
  signature?: unknown
}

export interface Stage {
  type: string
  value?: unknown
  expr?: Node
}

export const left = (node: Node): Node => node.lhs as Node
export const pairs = (node: Node): [Node, Node][] => (Array.isArray(node.lhs) ? node.lhs : [])
export const filters = (node: Node): Node[] =>
  [...(node.predicate ?? []), ...(node.stages ?? [])].flatMap(stage => stage.expr ?? [])

/** Name of the called function when the call is a plain `$name(…)`. */
export const callee = (node: Node): string | undefined =>
  (node.type === 'function' || node.type === 'partial') && node.procedure?.type === 'variable' && node.procedure.value
    ? String(node.procedure.value)
    : undefined

/** Every node directly below, whatever its part. Parameters of a lambda and the target of a binding are names, not children. */
export const children = (node: Node): Node[] => {
  const below: (Node | undefined)[] = [
    node.procedure,
    ...(node.type === 'lambda' ? [] : (node.arguments ?? [])),
    ...(node.steps ?? []),
    ...(node.expressions ?? []),
    ...(Array.isArray(node.lhs) ? node.lhs.flat() : [node.type === 'bind' ? undefined : node.lhs]),
    node.rhs,
    node.expression,
    node.condition,
    node.then,
    node.else,
    node.body,
    node.pattern,
    node.update,
    node.delete,
    ...(node.group?.lhs.flat() ?? []),
    ...(node.terms?.map(term => term.expression) ?? []),
    ...filters(node),
  ]
  return below.filter(child => child !== undefined)
}
