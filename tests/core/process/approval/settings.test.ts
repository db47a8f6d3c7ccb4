import type { ApprovalSettings } from '#core/process/approval/settings'
import { readDefinition, type Known } from '#core/process/read-definition'
import { aProcess, type ApprovalOptions } from '../../../support/process.js'

const step = (options: ApprovalOptions) => aProcess('p').start().approval('t', options).end().xml()
const known: Known = {
  fields: { amount: true, boss: true },
  forms: {},
  roles: ['manager'],
  departments: ['sales'],
  ruleSets: [],
  calendars: {},
}
const read = async (options: ApprovalOptions): Promise<ApprovalSettings> => {
  const { processes, problems } = await readDefinition(step(options))
  if (!processes[0]) throw new Error(JSON.stringify(problems))
  return processes[0].nodes.find(node => node.id === 't')!.settings.approval!
}
const found = async (options: ApprovalOptions, publish: Known | undefined = known): Promise<string[]> =>
  (await readDefinition(step(options), publish)).problems.map(({ severity, code }) => `${severity} ${code}`)

describe('an approval as it is drawn', () => {
  test('nothing said: all must agree, nobody found is a stop', async () => {
    expect(await read({ users: ['a'] })).toEqual({
      approvers: [{ type: 'user', users: ['a'] }],
      mode: { type: 'all' },
      empty: { then: 'repair' },
      self: 'allow',
      repeat: 'never',
      verbs: {},
      returnTo: 'any',
      resubmit: 'run-on',
    })
  })

  test('everything said', async () => {
    const inside =
      '<formloom:approver type="heads" of="field" field="boss" level="3" weight="2.5"/>' +
      '<formloom:approver type="department-head" department="sales"/>' +
      '<formloom:approver type="department-field" field="team" who="members"/>' +
      '<formloom:approver type="pick"/>' +
      '<formloom:verb name="return" on="false"/><formloom:verb name="approve" label="Yes" signature="true"/>' +
      '<formloom:overdue remind="-PT4H PT1H" action="transfer" after="P1D"><formloom:to type="role" role="manager"/></formloom:overdue>'
    const settings = {
      mode: 'weighted',
      approve: '66.67%',
      refuse: '2',
      empty: 'person',
      emptyUsers: 'x, y',
      self: 'head',
      repeat: 'anywhere',
      returnTo: 't',
      due: 'P3D',
      resubmit: 'ask',
      decisive: 'amount,reason',
    }
    expect(await read({ inside, ...settings })).toEqual({
      approvers: [
        { type: 'heads', of: { field: 'boss' }, level: 3, weight: 2.5 },
        { type: 'department-head', department: 'sales' },
        { type: 'department-field', field: 'team', who: 'members' },
        { type: 'pick' },
      ],
      mode: { type: 'weighted', approve: { percent: 66.67 }, refuse: { count: 2 } },
      empty: { then: 'person', users: ['x', 'y'] },
      self: 'head',
      repeat: 'anywhere',
      verbs: { return: { on: false }, approve: { label: 'Yes', signature: true } },
      returnTo: ['t'],
      resubmit: 'ask',
      decisive: ['amount', 'reason'],
      overdue: { remind: ['-PT4H', 'PT1H'], then: { action: 'transfer', to: { type: 'role', role: 'manager' } }, after: 'P1D' },
    })
  })

  test.each<[string, ApprovalOptions]>([
    ['a mode', { mode: 'most' }],
    ['a share above all', { mode: 'ratio', approve: '101%' }],
    ['a threshold of nothing', { mode: 'ratio', approve: '0' }],
    ['a threshold in words', { mode: 'ratio', approve: 'half' }],
    ['nobody named for nobody', { empty: 'person' }],
    ['a verb', { inside: '<formloom:verb name="applaud"/>' }],
    ['a weight of nothing', { inside: '<formloom:approver type="user" users="b" weight="0"/>' }],
    ['a rule that finds nobody', { inside: '<formloom:approver type="role"/>' }],
    ['a transfer to nobody', { due: 'P1D', inside: '<formloom:overdue action="transfer"/>' }],
  ])('what is not understood is refused: %s', async (_what, options) => {
    expect(await found({ users: ['a'], ...options }, undefined)).toContain('error SETTING_NOT_UNDERSTOOD')
  })
})

describe('an approval at publish', () => {
  const verbs = (...names: string[]) => names.map(name => `<formloom:verb name="${name}" on="false"/>`).join('')

  test.each<[string, string, ApprovalOptions]>([
    ['nobody to ask', 'ASSIGNMENT_MISSING', {}],
    ['an unknown role', 'ROLE_UNKNOWN', { inside: '<formloom:approver type="role" role="manger"/>' }],
    ['an unknown department', 'DEPARTMENT_UNKNOWN', { inside: '<formloom:approver type="department-head" department="sale"/>' }],
    ['heads of an unknown field', 'FIELD_UNKNOWN', { inside: '<formloom:approver type="heads" of="field" field="bos"/>' }],
    ['an unknown decisive field', 'FIELD_UNKNOWN', { users: ['a'], decisive: 'amout' }],
    ['nothing to vote with', 'APPROVAL_WITHOUT_VOTE', { users: ['a'], inside: verbs('approve', 'refuse') }],
    ['more votes than people', 'THRESHOLD_OUT_OF_REACH', { users: ['a', 'b'], mode: 'ratio', approve: '3' }],
    ['more points than votes', 'THRESHOLD_OUT_OF_REACH', { users: [['a', 1.5], 'b'], mode: 'weighted', approve: '2.6' }],
    ['reminders of no due time', 'OVERDUE_WITHOUT_DUE', { users: ['a'], inside: '<formloom:overdue remind="PT0S"/>' }],
    ['a reminder in words', 'DUE_NOT_UNDERSTOOD', { users: ['a'], due: 'P1D', inside: '<formloom:overdue remind="soon"/>' }],
    ['an expression that is none', 'EXPR_SYNTAX', { inside: '<formloom:approver type="expression" expression="amount +"/>' }],
    ['a return to no step', 'RETURN_TARGET_UNKNOWN', { users: ['a'], returnTo: 'start' }],
  ])('refuses %s', async (_what, code, options) => {
    expect(await found(options)).toContain(`error ${code}`)
  })

  test.each<[string, string, ApprovalOptions]>([
    ['a threshold of a mode that has none', 'THRESHOLD_IGNORED', { users: ['a'], mode: 'any', approve: '50%' }],
    ['a refusal that comes too late', 'REFUSAL_NEVER_REACHED', { users: ['a'], mode: 'ratio', approve: '60%', refuse: '50%' }],
  ])('warns of %s', async (_what, code, options) => {
    expect(await found(options)).toContain(`warning ${code}`)
  })

  test('is content with what works', async () => {
    const inside = '<formloom:approver type="role" role="manager"/><formloom:verb name="refuse" on="false"/>'
    expect(await found({ mode: 'ratio', approve: '3', refuse: '40%', due: 'P1D', inside })).toEqual([])
    expect(await found({ users: ['a', 'b'], mode: 'weighted', approve: '2' })).toEqual([])
  })
})
