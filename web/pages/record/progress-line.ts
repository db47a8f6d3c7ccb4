import type { ProgressStep as Told } from '../../../server/instances/instances.api'
import { verbWords } from '@/process/verb-words'
import { t } from '@/text'
import { whenText } from '@/ui/format'
import type { ProgressStep } from '@/ui/progress-step'

/** The server's steps as the progress line draws them: neighbours of one lane number hang side by side under the step before them. */
export function lineOf(steps: Told[]): ProgressStep[] {
  const line: ProgressStep[] = []
  for (let index = 0; index < steps.length;) {
    const { lane } = steps[index]!
    const group =
      lane === undefined
        ? [steps[index]!]
        : steps.slice(index).filter((step, at, rest) => rest.slice(0, at + 1).every(each => each.lane === lane))
    const above = line.at(-1)
    if (group.length > 1 && above) above.branches = group.map((step, at) => [stepOf(step, index + at)])
    else line.push(...group.map((step, at) => stepOf(step, index + at)))
    index += group.length
  }
  return line
}

function stepOf(step: Told, index: number): ProgressStep {
  const people = step.people.join(t('record.comma'))
  const cancelled = step.state === 'cancelled'
  const outcome = step.outcomeLabel
    ? verbWords(step.outcome ?? '', step.outcomeLabel)
    : cancelled
      ? t('record.stepCancelled')
      : ''
  const at = step.state === 'predicted' ? undefined : (step.at ?? step.since)
  return {
    key: `${index} ${step.element}`,
    state: step.state === 'cancelled' ? 'done' : step.state,
    title: step.name,
    who: [people, outcome].filter(Boolean).join(t('why.comma')) || undefined,
    time: at ? whenText(at) : undefined,
    note: step.opinion,
  }
}
