import type { Form } from '#core/form/form'
import { formExpressions } from '#core/form/form-expressions'
import { textIn, type Text } from '#core/problem'
import { references } from '#core/rule/references'
import type { Rule, RuleSet } from '#core/rule/rule-set'
import type { Path } from './edit/find'

/** One place that reads a field, or writes it. */
export interface Use {
  /** What kind of place: another field's expression, a check, a setting of the form, a rule, a process. */
  by: 'field' | 'check' | 'setting' | 'rule' | 'process'
  /** A path of the form, the setting's name, the rule's or the process's name. */
  name: string
  id?: string
}

/** Who reads a field of the form, from the form itself and the rules of it. */
export function usesOf(form: Form, path: Path, rules: RuleSet | undefined, language: 'zh' | 'en'): Use[] {
  const uses: Use[] = []
  for (const { source, at, use, rowOf } of formExpressions(form))
    if (reads(source, path, rowOf?.key) && at !== path) uses.push({ by: use === 'check' ? 'check' : 'field', name: at })
  for (const [setting, value] of Object.entries(form.settings ?? {}))
    if (value === path || (Array.isArray(value) && value.includes(path))) uses.push({ by: 'setting', name: setting })
  for (const rule of rules?.rules ?? [])
    if (ruleUses(rule, path)) uses.push({ by: 'rule', name: name(rule.name, language), id: rule.key })
  return uses.filter((use, index) => uses.findIndex(each => each.by === use.by && each.name === use.name) === index)
}

const name = (text: Text, language: 'zh' | 'en') => textIn(text, language)

function ruleUses(rule: Rule, path: Path): boolean {
  if (rule.target === path) return true
  const sources =
    rule.type === 'score'
      ? rule.parts.map(part => part.when)
      : [
          ...rule.branches.map(branch => branch.when),
          ...[...rule.branches.map(branch => branch.result), rule.otherwise].flatMap(result =>
            result && 'expression' in result ? [result.expression] : [],
          ),
        ]
  return sources.some(source => reads(source, path))
}

/** Does an expression read the field? `row`: the subform in whose rows it stands. */
function reads(source: string, path: Path, row?: string): boolean {
  const found = references(source)
  if ('code' in found) return false
  return found.some(({ root, path: steps }) => {
    const whole = row !== undefined && root === 'input' ? [row, ...steps] : steps
    const known = row === undefined ? ['input', 'previous'] : ['input', 'parent']
    return known.includes(root) && (whole.join('.') === path || whole.join('.').startsWith(`${path}.`))
  })
}

/** Does a process name the field in one of its expressions or rights? Told by the word alone. */
export const processNames = (xml: string, key: string): boolean =>
  new RegExp(`(?<![\\w"./:-])${key}(?![\\w:-])|"${key}"`).test(xml)
