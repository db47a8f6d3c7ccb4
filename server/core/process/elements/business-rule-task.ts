import { allValues, emit, setVariables, writeFields } from '../run.js'
import { pass, stop, type Element } from './element.js'
import { wrongType } from '../data-types.js'

/**
 * BPMN 2.0.2 §10.3.4.1: calls a published rule set (formloom:ruleSet) over the values. What it decides is written to the record with its
 * decision, and following conditions see it at once. formloom:resultVariable takes the decided values. DMN is not read.
 */
export const businessRuleTask: Element = {
  async enter(run, token, node) {
    const { ruleSet, resultVariable } = node.settings
    if (ruleSet === undefined || !run.host.classify) return pass
    const decided = await run.host.classify(ruleSet, await allValues(run, token.id))
    if ('problem' in decided) return stop({ ...decided.problem, at: node.id })
    const given = resultVariable === undefined ? {} : { [resultVariable]: decided.values }
    const { record } = run.draft.instance
    const wrong = wrongType(run, token.id, record ? given : { ...decided.values, ...given })
    if (wrong) return stop(wrong)
    if (record) {
      const write = { kind: 'classify' as const, ruleSet, form: record.form, record: record.id, values: decided.values }
      const refused = await run.host.refuses?.(write)
      if (refused) return stop({ ...refused, at: node.id })
      emit(run, node.id, write)
      writeFields(run, decided.values)
    } else setVariables(run, token.id, decided.values)
    setVariables(run, token.id, given)
    return pass
  },
}
