import { computed } from 'vue'
import { t } from '@/text'
import type { StripProblem } from '@/ui/designer/ProblemStrip.vue'
import { faultText } from './fault-text'
import type { Desk } from './desk'
import type { Place } from './edits'
import { placeOf } from './problem-place'
import type { Checks } from './use-checks'
import { ruleName } from './words'

/** What keeps the rules from being published, in words, each with the line to go to. */
export function useProblems(desk: Desk, checks: Checks) {
  const faults = computed(() => checks.problems.value.map(problem => ({ problem, place: placeOf(problem, desk.rules.value) })))
  const placeText = (place: Place | undefined): string => {
    const rule = desk.rules.value.rules.find(each => each.key === place?.rule)
    if (!rule || !place) return ''
    const name = ruleName(rule, desk.form.value, desk.reading.value.language)
    if (place.item === undefined) return t('rules.atRule', { rule: name })
    return place.item === 'otherwise'
      ? t('rules.atOtherwise', { rule: name })
      : t('rules.atLine', { rule: name, n: place.item + 1 })
  }
  const strip = computed((): StripProblem[] => [
    ...faults.value.map(({ problem, place }, index) => ({
      key: `fault ${index}`,
      severity: 'error' as const,
      text: placeText(place) + faultText(problem),
    })),
    ...checks.failing.value.map(({ name }) => ({
      key: `example ${name}`,
      severity: 'error' as const,
      text: t('rules.exampleFails', { name }),
    })),
  ])
  function go(key: string): void {
    const [what, ...rest] = key.split(' ')
    const found =
      what === 'fault'
        ? faults.value[Number(rest[0])]?.place
        : lineOf(checks.failing.value.find(each => each.name === rest.join(' ')))
    if (found) desk.place.value = found
  }
  /** The line that decided a field otherwise than the example wants. */
  function lineOf(outcome: (typeof checks.failing.value)[number] | undefined): Place | undefined {
    const wrong = Object.keys(outcome?.expected ?? {}).find(
      key => JSON.stringify(outcome!.expected[key]) !== JSON.stringify(outcome!.actual[key]),
    )
    const decision = outcome?.decisions.find(each => each.target === wrong)
    if (!decision) return undefined
    const { branch, rule } = decision
    return { rule, item: branch === undefined ? undefined : branch < 0 ? 'otherwise' : branch }
  }
  const faulty = (place: Place): boolean =>
    faults.value.some(each => each.place?.rule === place.rule && each.place.item === place.item)
  return { strip, go, faulty }
}
