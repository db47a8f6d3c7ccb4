import type { Form } from '#core/form/form'
import type { Json, Problem } from '#core/problem'
import type { Decision, RuleSet } from '#core/rule/rule-set'
import { classify } from '#core/rule/classify'
import { lintRuleSet } from '#core/rule/lint-rules'
import { runExamples } from '#core/rule/run-examples'
import { computed, onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import { evaluateInWorker } from '@/form/evaluate'
import { itemsOf } from './edits'

export interface Outcome {
  name: string
  passed: boolean
  expected: Record<string, Json>
  actual: Record<string, Json>
  decisions: Decision[]
}

/** Milliseconds after the last change. */
const IDLE = 200

/** What the server would say to a publication, known while typing: the same lint and the same examples, run in the browser. */
export function useChecks(rules: Ref<RuleSet>, form: Ref<Form | undefined>) {
  const problems = shallowRef<Problem[]>([])
  const outcomes = shallowRef<Outcome[]>([])
  let timer: ReturnType<typeof setTimeout> | undefined
  let turn = 0

  async function run(): Promise<void> {
    const mine = ++turn
    const set = rules.value
    problems.value = form.value ? lintRuleSet(set, form.value) : []
    const at = new Date().toISOString()
    const judged = problems.value.length ? [] : await runExamples(set, evaluateInWorker, at)
    const found: Outcome[] = []
    for (const [index, { problems: _, ...outcome }] of judged.entries()) {
      const { decisions } = await classify(set, 0, set.examples![index]!.values, undefined, evaluateInWorker, at)
      found.push({ ...outcome, decisions })
    }
    if (mine === turn) outcomes.value = found
  }
  watch(
    [rules, form],
    () => {
      clearTimeout(timer)
      timer = setTimeout(() => void run(), IDLE)
    },
    { immediate: true },
  )
  onScopeDispose(() => clearTimeout(timer))

  const failing = computed(() => outcomes.value.filter(each => !each.passed))
  /** Lines that no example ever gets to, as "rule index"; score rules are met by any example. */
  const bare = computed(() =>
    rules.value.rules.flatMap(rule =>
      rule.off || rule.type === 'score'
        ? []
        : itemsOf(rule)
            .map((_, item) => ({ rule: rule.key, item }))
            .filter(
              ({ item }) =>
                !outcomes.value.some(each => each.decisions.some(one => one.rule === rule.key && one.branch === item)),
            ),
    ),
  )
  return { problems, outcomes, failing, bare, run }
}

export type Checks = ReturnType<typeof useChecks>
