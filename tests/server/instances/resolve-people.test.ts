import type { Assignment } from '#core/process/definition'
import { evaluateInProcess } from '#core/rule/evaluate'
import { inTransaction, reader } from '../../../server/db/transaction.js'
import { resolvePeople } from '../../../server/instances/resolve-people.js'
import { chain, diagram, end, start, user } from '../../support/diagram.js'
import { eachDatabase } from '../../support/each-database.js'
import { anEngine, type TestEngine } from '../../support/engine.js'

jest.setTimeout(60_000)

eachDatabase('who does a step', database => {
  let test: TestEngine
  const ids: Record<string, string> = {}
  const names = () => Object.fromEntries(Object.entries(ids).map(([name, id]) => [id, name]))

  /** board (head: eva) ← sales (head: dan) ← north (no head) with ann, ben; role `boss`: dan, eva, and gone, who has left. */
  beforeAll(async () => {
    test = await anEngine(database)
    const run = (sql: string, ...values: unknown[]) => inTransaction(test.store.db, tx => tx.run(sql, values))
    for (const department of ['board', 'sales', 'north']) ids[department] = await test.store.department(department)
    for (const [name, department] of [
      ['ann', 'north'],
      ['ben', 'north'],
      ['dan', 'sales'],
      ['eva', 'board'],
      ['gone', 'sales'],
    ] as const)
      ids[name] = (await test.store.user(name, ids[department])).id
    await run('UPDATE departments SET parent_id = ? WHERE id = ?', ids.board, ids.sales)
    await run('UPDATE departments SET parent_id = ? WHERE id = ?', ids.sales, ids.north)
    await run('UPDATE departments SET head_id = ? WHERE id = ?', ids.eva, ids.board)
    await run('UPDATE departments SET head_id = ? WHERE id = ?', ids.dan, ids.sales)
    await run('UPDATE users SET disabled = 1 WHERE id = ?', ids.gone)
    await run("INSERT INTO roles (id, role_key, name) VALUES ('r1', 'boss', 'Boss')")
    for (const name of ['dan', 'eva', 'gone'])
      await run('INSERT INTO role_members (role_id, user_id) VALUES (?, ?)', 'r1', ids[name])
  })
  afterAll(() => test.close())

  const cases: [string, Assignment, { by?: string; values?: object }, string[]][] = [
    ['the initiator', { type: 'initiator' }, {}, ['ann']],
    ['people by account', { type: 'user', users: ['ben', 'DAN'] }, {}, ['ben', 'dan']],
    ['a role, without who has left', { type: 'role', role: 'boss' }, {}, ['dan', 'eva']],
    ['a department by name', { type: 'department', department: 'north' }, {}, ['ann', 'ben']],
    ['a member field', { type: 'field', field: 'owner' }, { values: { owner: 'ben' } }, ['ben']],
    ['the direct head, past a department without one', { type: 'head', of: 'initiator' }, {}, ['dan']],
    ['the second head', { type: 'head', of: 'initiator', level: 2 }, {}, ['eva']],
    ['the head of a head is the one above', { type: 'head', of: 'initiator' }, { by: 'dan' }, ['eva']],
    ['the head of the member in a field', { type: 'head', of: { field: 'owner' } }, { values: { owner: 'dan' } }, ['eva']],
    ['all heads upwards, in their order', { type: 'heads', of: 'initiator' }, {}, ['dan', 'eva']],
    ['heads up to a level', { type: 'heads', of: 'initiator', level: 1 }, {}, ['dan']],
    ['the head of a department', { type: 'department-head', department: 'sales' }, {}, ['dan']],
    [
      'the head of the department in a field',
      { type: 'department-field', field: 'team', who: 'head' },
      { values: { team: 'board' } },
      ['eva'],
    ],
    [
      'everybody in the department in a field',
      { type: 'department-field', field: 'team', who: 'members' },
      { values: { team: 'north' } },
      ['ann', 'ben'],
    ],
    [
      'an expression',
      { type: 'expression', expression: 'sum > 10 ? owner : []' },
      { values: { sum: 11, owner: 'ben' } },
      ['ben'],
    ],
  ]
  it.each(cases)('%s', async (_, assignment, { by = 'ann', values = {} }, expected) => {
    const given = Object.fromEntries(
      Object.entries(values).map(([key, value]) => [key, typeof value === 'string' ? (ids[value] ?? value) : value]),
    )
    const found = await resolvePeople(reader(test.store.db), evaluateInProcess, assignment, {
      startedBy: ids[by]!,
      values: given,
    })
    if ('problem' in found) throw new Error(JSON.stringify(found))
    const people = found.assignee === undefined ? found.candidates : [found.assignee]
    expect(people.map(id => names()[id]).sort()).toEqual(expected)
    expect(found.why).toMatchObject({ type: assignment.type })
  })

  it.each<[string, Assignment]>([
    ['an empty field', { type: 'field', field: 'owner' }],
    ['a role without members', { type: 'role', role: 'ghosts' }],
    ['who has left', { type: 'user', users: ['gone'] }],
    ['a head above the top', { type: 'head', of: 'initiator', level: 3 }],
  ])('%s leaves nobody to ask', async (_, assignment) => {
    const found = await resolvePeople(reader(test.store.db), evaluateInProcess, assignment, { startedBy: ids.ann!, values: {} })
    expect(found).toMatchObject({ problem: { code: 'NOBODY_TO_ASK' } })
  })

  it('gives work to who has the fewest open tasks, and round among equals', async () => {
    const who = { type: 'role', role: 'boss', pick: 'fewest' }
    const definition = await test.process(diagram(start() + user('a', { who }) + end() + chain('start', 'a', 'end')))
    const given: string[] = []
    for (let i = 0; i < 4; i++) {
      const instance = await test.start(definition, { by: ids.ann! })
      given.push(names()[(await test.state(instance)).tasks[0]!.assignee!]!)
    }
    expect(given.slice(0, 2).sort()).toEqual(['dan', 'eva'])
    expect(given.slice(2).sort()).toEqual(['dan', 'eva'])
  })
})
