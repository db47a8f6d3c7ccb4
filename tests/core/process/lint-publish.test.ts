import { readDefinition, type Known } from '#core/process/read-definition'
import { bpmn, flow } from '../../support/process.js'
import { E, S, gate, line } from './lint-cases.js'

const told = async (inside: string, roots = '', known?: Known) =>
  (await readDefinition(bpmn(inside, roots), known)).problems.map(({ severity, code, at }) => ({ severity, code, at }))

describe('lint at publish', () => {
  const known: Known = {
    fields: { days: true, reason: true },
    forms: { leave: ['days', 'reason'] },
    roles: ['manager'],
    departments: [],
    ruleSets: ['grade'],
    calendars: { cn: { missingYears: [2027] }, shop: { missingYears: [] } },
  }
  const user = (inside: string) =>
    line(`<bpmn:userTask id="t"><bpmn:extensionElements>${inside}</bpmn:extensionElements></bpmn:userTask>`, 't')
  const condition = (when: string) =>
    S + gate('exclusive', 'g', ' default="f3"') + E + flow('f1', 's', 'g') + flow('f2', 'g', 'e', when) + flow('f3', 'g', 'e')

  it.each([
    ['a user task without anybody', 'ASSIGNMENT_MISSING', 't', line('<bpmn:userTask id="t"/>', 't')],
    ['a role that does not exist', 'ROLE_UNKNOWN', 't', user('<formloom:assignment type="role" role="manger"/>')],
    [
      'rights on an unknown field',
      'FIELD_UNKNOWN',
      't',
      user(
        '<formloom:assignment type="initiator"/><formloom:rights><formloom:right field="dayz" access="write"/></formloom:rights>',
      ),
    ],
    ['a service task without action', 'ACTION_MISSING', 't', line('<bpmn:serviceTask id="t"/>', 't')],
    ['an unknown rule set', 'RULE_SET_UNKNOWN', 't', line('<bpmn:businessRuleTask id="t" formloom:ruleSet="grad"/>', 't')],
    ['an untranslated condition', 'FOREIGN_NOT_TRANSLATED', 'f2', condition('${bean.check()}')],
  ])('refuses %s', async (_what, code, at, inside) => {
    expect(await told(inside, '', known)).toContainEqual({ severity: 'error', code, at })
    expect(await told(inside)).not.toContainEqual(expect.objectContaining({ severity: 'error' }))
  })

  const timed = (calendar: string) =>
    line(
      `<bpmn:intermediateCatchEvent id="t"><bpmn:timerEventDefinition formloom:calendar="${calendar}"><bpmn:timeDuration>PT8H</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>`,
      't',
    )

  it('knows the calendars of the house, on a timer and on a task, and what they lack', async () => {
    const task = user('<formloom:assignment type="initiator"/>').replace(
      '<bpmn:userTask ',
      '<bpmn:userTask formloom:calendar="shap" ',
    )
    for (const inside of [timed('shap'), task])
      expect((await readDefinition(bpmn(inside), known)).problems).toEqual([
        expect.objectContaining({
          severity: 'error',
          code: 'CALENDAR_UNKNOWN',
          at: 't',
          params: expect.objectContaining({ name: 'shap', didYouMean: 'shop' }),
        }),
      ])
    expect((await readDefinition(bpmn(timed('cn')), known)).problems).toEqual([
      expect.objectContaining({
        severity: 'warning',
        code: 'CALENDAR_YEAR_MISSING',
        at: 't',
        params: expect.objectContaining({ name: 'cn', years: '2027' }),
      }),
    ])
    expect(await told(timed('shop'), '', known)).toEqual([])
    expect(await told(timed('none'), '', known)).toEqual([])
    expect(await told(timed('anything'))).toEqual([])
  })

  it('knows the zones of the world', async () => {
    const inZone = (zone: string) =>
      readDefinition(bpmn(S + E + flow('f1', 's', 'e'), '', `id="p" isExecutable="true" formloom:zone="${zone}"`))
    expect((await inZone('Asia/Shanghi')).problems).toMatchObject([
      { severity: 'error', code: 'ZONE_UNKNOWN', at: 'p', params: { zone: 'Asia/Shanghi' } },
    ])
    expect([(await inZone('Asia/Shanghai')).problems, (await inZone('+08:00')).problems]).toEqual([[], []])
  })

  it('asks "did you mean" for a field that does not exist', async () => {
    const { problems } = await readDefinition(bpmn(condition('dayz > 10')), known)
    expect(problems).toEqual([
      expect.objectContaining({
        severity: 'error',
        code: 'UNKNOWN_FIELD',
        at: 'f2',
        params: expect.objectContaining({ name: 'dayz', didYouMean: 'days' }),
      }),
    ])
  })

  it.each(['days > 10', 'outcome = "approve"', 'outcomes.t = "approve"', '$now() > "2026"', '$initiator = reason'])(
    'knows what %s reads',
    async when => {
      expect(await told(condition(when), '', known)).toEqual([])
    },
  )

  it('knows variables that steps make', async () => {
    const inside =
      S +
      '<bpmn:scriptTask id="t" formloom:resultVariable="sum"><bpmn:script>days + 1</bpmn:script></bpmn:scriptTask>' +
      gate('exclusive', 'g', ' default="f4"') +
      E
    expect(
      await told(
        inside + flow('f1', 's', 't') + flow('f2', 't', 'g') + flow('f3', 'g', 'e', 'sum > 3') + flow('f4', 'g', 'e'),
        '',
        known,
      ),
    ).toEqual([])
  })
})
