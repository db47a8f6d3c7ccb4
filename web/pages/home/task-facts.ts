import type { TaskRow } from '../../../server/tasks/tasks.api'

type Fact = TaskRow['facts'][number]

const gradeOf = (fact: Fact): string | undefined => /^([A-E])(?: ?级)?$/.exec(fact.text.trim())?.[1]

/** What a task row shows of its facts: a grade becomes a badge, an unmasked phone number a call button, the rest text. */
export function splitFacts(facts: Fact[]): { grade?: string; phone?: string; rest: Fact[] } {
  const grade = facts.find(fact => gradeOf(fact))
  const phone = facts.find(fact => /^\+?[\d -]{7,20}$/.test(fact.text) && fact.text.replace(/\D/g, '').length >= 10)
  const rest = facts.filter(fact => fact !== grade && fact !== phone && fact.text !== '')
  return { grade: grade && gradeOf(grade), phone: phone?.text.replace(/[^\d+]/g, ''), rest }
}
