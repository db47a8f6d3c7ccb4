import { t } from '@/text'

interface Facts {
  type?: string
  role?: string
  department?: string
  field?: string
  of?: unknown
  level?: number
  pick?: string
  expression?: string
}

/**
 * The rule that found the people of a step, as one sentence. `labelOf` names a form's field. Unknown facts (of a later version) give ''.
 */
export function whyWords(given: unknown, labelOf: (field: string) => string = field => field): string {
  if (typeof given !== 'object' || given === null) return ''
  const facts = given as Facts
  const rule = ruleWords(facts, labelOf)
  if (!rule) return ''
  // With a pick, `of` is the number of people that the one was chosen from.
  return facts.pick === 'fewest' && typeof facts.of === 'number'
    ? t('process.why.fewest', { rule, n: facts.of }, facts.of)
    : t('process.why.plain', { rule })
}

function ruleWords(facts: Facts, labelOf: (field: string) => string): string {
  switch (facts.type) {
    case 'role':
      return t('process.why.role', { role: facts.role ?? '' })
    case 'department':
      return t('process.why.department', { department: facts.department ?? '' })
    case 'field':
      return t('process.why.field', { field: labelOf(facts.field ?? '') })
    case 'head':
      return headWords(facts, labelOf)
    case 'user':
    case 'initiator':
    case 'expression':
      return t(`process.why.${facts.type}`)
    default:
      return ''
  }
}

function headWords({ of, level = 1, department }: Facts, labelOf: (field: string) => string): string {
  const field = (of as { field?: string } | undefined)?.field
  const whose = field === undefined ? t('process.why.ofInitiator') : t('process.why.ofField', { field: labelOf(field) })
  const where = department ? t('process.why.inDepartment', { department }) : ''
  return level > 1 ? t('process.why.headAbove', { whose, level, where }) : t('process.why.head', { whose, where })
}
