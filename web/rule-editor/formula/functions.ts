import { ALLOWED } from '#core/rule/functions'

/** Functions with a sentence of their own (`rules.fn.<name>`), by what people look for; the rest is offered by name. */
export const groups: Record<string, string[]> = {
  numbers: ['sum', 'count', 'average', 'max', 'min', 'round', 'abs', 'floor', 'ceil', 'number'],
  texts: ['contains', 'length', 'substring', 'lowercase', 'uppercase', 'trim', 'join', 'split', 'string'],
  tests: ['exists', 'not', 'boolean'],
  lists: ['filter', 'map', 'distinct', 'append', 'sort'],
  dates: ['now', 'toMillis', 'fromMillis'],
}

const signatures: Record<string, string> = {
  sum: 'items.price',
  count: 'items',
  average: 'items.price',
  max: 'items.price',
  min: 'items.price',
  round: 'n, 2',
  contains: 'text, "…"',
  substring: 'text, 0, 4',
  join: 'list, ", "',
  split: 'text, ","',
  exists: 'field',
  not: 'condition',
  filter: 'items, function($r){ $r.price > 10 }',
  map: 'items, function($r){ $r.price }',
  now: '',
  toMillis: 'date',
  fromMillis: 'n',
}

export const described = new Set(Object.values(groups).flat())
export const signatureOf = (name: string): string => `$${name}(${signatures[name] ?? '…'})`
export const offered = [...described, ...ALLOWED.filter(name => !described.has(name))]
