import type { ProgressStep as Given } from '../../server/instances/instances.api'
import { t } from '@/text'
import { durationText, dueText, whenText } from '@/ui/format'
import type { ProgressStep } from '@/ui/progress-step'
import { givenName } from './given-name'
import { peopleWords } from './people-words'
import { verbWords } from './verb-words'

/** The server's steps as the kit draws them. Steps with one lane number stand side by side under the step before them. */
export function progressOf(steps: readonly Given[], now: number, me?: string): ProgressStep[] {
  const line: ProgressStep[] = []
  let lane: number | undefined
  for (const [index, step] of steps.entries()) {
    const shown = stepOf(step, index, now, me)
    const before = line.at(-1)
    if (step.lane === undefined || !before) line.push(shown)
    else if (lane === step.lane && before.branches) before.branches.push([shown])
    else before.branches = [[shown]]
    lane = step.lane
  }
  return line
}

function stepOf(step: Given, index: number, now: number, me?: string): ProgressStep {
  return {
    key: `${index}:${step.element}`,
    state: step.state,
    title: givenName(step) || t('process.unnamed'),
    who: whoWords(step, now, me) || undefined,
    time: step.at
      ? whenText(step.at, now)
      : step.state === 'current' && step.since
        ? t('time.waited', { duration: durationText(now - Date.parse(step.since)) })
        : undefined,
    note: step.opinion || undefined,
  }
}

function whoWords(step: Given, now: number, me?: string): string {
  const people = peopleWords(step.people)
  switch (step.state) {
    case 'current':
      if (step.people.length === 0) return t('process.waiting')
      return step.people.length === 1 && step.people[0] === me ? mineWords(step, now) : t('process.waitsFor', { people })
    case 'repair':
      return t('process.inRepair')
    case 'cancelled':
      return t('process.cancelledStep')
    case 'done':
      return step.outcomeLabel && step.outcome !== 'complete' && people
        ? t('process.whoDid', { people, outcome: verbWords(step.outcome ?? '', step.outcomeLabel) })
        : people
    default:
      return people
  }
}

/** Milliseconds. */
const near = 4 * 3_600_000

const mineWords = (step: Given, now: number): string => {
  const due = step.dueAt ? dueText(step.dueAt, now) : undefined
  // Only what is near or late is worth the alarm; the date itself stands in the head.
  return due && Date.parse(step.dueAt!) - now < near ? t('process.waitsForMeUntil', { due: due.text }) : t('process.waitsForMe')
}
