import { inTransaction } from '../../../server/db/transaction.js'
import { idempotent, type Ask } from '../../../server/http/idempotency.js'
import { anApp, type TestApp } from '../../support/app.js'
import { eachDatabase } from '../../support/each-database.js'

eachDatabase('an Idempotency-Key', database => {
  let app: TestApp
  beforeAll(async () => {
    app = await anApp({ database })
  })
  afterAll(() => app.close())

  const ask = (key: string | undefined, content = 'a', principal = 'user:1'): Ask => ({ key, principal, hash: content })
  const write = (asked: Ask, name: string) =>
    inTransaction(app.db, tx =>
      idempotent(tx, asked, app.clock.now(), async () => {
        await tx.run("INSERT INTO departments (id, name) VALUES (?, 'x')", [name])
        return { status: 201, body: { name } }
      }),
    )
  const written = async () => (await app.db.query('SELECT id FROM departments')).map((row: { id: string }) => row.id)

  test('of 20 equal requests at the same time one counts, and all get its answer', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => write(ask('k1'), `one-${i}`)))
    expect(new Set(answers.map(answer => answer.body.name)).size).toBe(1)
    expect((await written()).filter((id: string) => id.startsWith('one-'))).toEqual([answers[0]!.body.name])
    expect(await write(ask('k1'), 'later')).toEqual(answers[0])
  })

  test('belongs to its sender, and to one content', async () => {
    await write(ask('k2'), 'two')
    expect((await write(ask('k2', 'a', 'user:2'), 'two-of-another')).body.name).toBe('two-of-another')
    await expect(write(ask('k2', 'b'), 'two-changed')).rejects.toMatchObject({ status: 422, code: 'IDEMPOTENCY_KEY_REUSED' })
  })

  test('of a request that failed is free again; without a key every request counts', async () => {
    await expect(
      inTransaction(app.db, tx => idempotent(tx, ask('k3'), app.clock.now(), () => Promise.reject(new Error('no')))),
    ).rejects.toThrow('no')
    expect((await write(ask('k3'), 'three')).body.name).toBe('three')
    await write(ask(undefined), 'four')
    await write(ask(undefined), 'five')
    expect(await written()).toEqual(expect.arrayContaining(['three', 'four', 'five']))
  })
})
