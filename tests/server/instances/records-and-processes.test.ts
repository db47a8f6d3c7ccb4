import { chain, diagram, end, flow, service, start, user } from '../../support/diagram.js'
import { eachDatabase } from '../../support/each-database.js'
import { anEngine, type TestEngine } from '../../support/engine.js'
import { aForm } from '../../support/forms.js'

jest.setTimeout(60_000)

eachDatabase('records start processes, and processes write records', database => {
  let test: TestEngine
  let ann: string
  let lead: string
  beforeAll(async () => {
    test = await anEngine(database)
    ann = (await test.store.user('ann')).id
    lead = await test.form(
      aForm('lead').text('name').choice('grade', ['A', 'B']).number('visits', { max: '3' }).member('owner').build(),
    )
    await test.form(aForm('visit').text('about').build())
    await test.process(
      diagram(
        start('start', { form: 'lead', on: 'updated', when: 'grade = "A" and $previous.grade != "A"' }) +
          service(
            'own',
            { type: 'set-person', field: 'owner', ifEmpty: 'true' },
            {},
            `<formloom:assignment type="user" users="ann" />`,
          ) +
          service('count', { type: 'set-fields' }, { visits: '$exists(visits) ? visits + 1 : 1' }) +
          service('plan', { type: 'create-record', form: 'visit', into: 'planned' }, { about: '"visit " & name' }) +
          end() +
          chain('start', 'own', 'count', 'plan', 'end'),
      ),
    )
    await test.process(
      diagram(
        start('start', { form: 'visit', on: 'created' }) +
          user('go', { who: { type: 'user', users: 'ann' } }) +
          end() +
          chain('start', 'go', 'end'),
      ),
    )
  })
  afterAll(() => test.close())

  const save = async (raw: Record<string, unknown>, record?: string) => {
    const submitted = await test.submit({ form: lead, raw, ...(record ? { record } : {}) })
    if ('problems' in submitted) throw new Error(JSON.stringify(submitted.problems))
    return submitted.record.id
  }
  const valuesOf = async (id: string) => {
    const change = await test.submit({ form: lead, record: id, raw: {} })
    if ('problems' in change) throw new Error(JSON.stringify(change.problems))
    return change.record.values
  }
  const instancesOf = (record: string) =>
    test.rows<{ id: string; status: string }>('SELECT id, status FROM instances WHERE record_id = ? ORDER BY id', [record])

  it('starts at the change that the condition names, and only there', async () => {
    const id = await save({ name: 'Acme', grade: 'B' })
    expect(await instancesOf(id)).toEqual([])
    await save({ grade: 'A' }, id)
    expect(await instancesOf(id)).toMatchObject([{ status: 'completed' }])
    await save({ name: 'Acme Ltd' }, id)
    expect(await instancesOf(id)).toHaveLength(1)
  })

  it('writes the record, makes another one, and starts what that one starts: all in the transaction of the submission', async () => {
    const id = await save({ name: 'Beta', grade: 'B' })
    await save({ grade: 'A' }, id)
    expect(await valuesOf(id)).toMatchObject({ owner: [ann], visits: '1' })
    const [instance] = await instancesOf(id)
    const { variables } = await test.state(instance!.id)
    const planned = variables.find(each => each.name === 'planned')!.value as string
    const [follow] = await instancesOf(planned)
    expect((await test.state(follow!.id)).tasks).toMatchObject([{ element: 'go', assignee: ann }])
    const notices = await test.rows("SELECT title FROM notifications WHERE code = 'TASK_NEW' AND record_id = ?", [planned])
    expect(notices).toEqual([{ title: 'visit Beta' }])
  })

  it('keeps both when a person and a process write the same record at the same time', async () => {
    const ids = await Promise.all(Array.from({ length: 5 }, (_, i) => save({ name: `Race ${i}`, grade: 'B' })))
    await Promise.all(ids.flatMap(id => [save({ grade: 'A' }, id), save({ name: 'renamed' }, id)]))
    for (const id of ids) expect(await valuesOf(id)).toMatchObject({ name: 'renamed', grade: 'A', visits: '1' })
  })

  it('stops at the step whose write the form refuses, for a person to mend, and keeps the rest', async () => {
    const id = await save({ name: 'Full', grade: 'B', visits: '3' })
    await save({ grade: 'A' }, id)
    const [instance] = await instancesOf(id)
    const { repairs } = await test.state(instance!.id)
    expect(repairs).toMatchObject([{ element: 'count', problem: { code: 'RECORD_REFUSED', params: { field: 'visits' } } }])
    expect(await valuesOf(id)).toMatchObject({ grade: 'A', visits: '3', owner: [ann] })
    await save({ visits: '2' }, id)
    await test.command(instance!.id, { type: 'resolveRepair', repair: repairs[0]!.id, how: 'retry', by: ann })
    expect(await instancesOf(id)).toMatchObject([{ status: 'completed' }])
    expect(await valuesOf(id)).toMatchObject({ visits: '3' })
  })

  it('refuses a chain of records that make each other for ever, and writes nothing', async () => {
    const loop = await test.form(aForm('loop').text('n').build())
    await test.process(
      diagram(
        start('start', { form: 'loop', on: 'created' }) +
          service('again', { type: 'create-record', form: 'loop' }, { n: '"x"' }) +
          end() +
          chain('start', 'again') +
          flow('again', 'end'),
      ),
    )
    const submitted = await test.submit({ form: loop, raw: { n: 'first' } })
    expect(submitted).toMatchObject({ problems: [{ code: 'ENDLESS_CHANGES' }] })
    expect(await test.rows('SELECT id FROM record_log WHERE form = ?', [loop])).toEqual([])
    expect(await test.rows('SELECT id FROM instances WHERE record_form = ?', [loop])).toEqual([])
  })
})
