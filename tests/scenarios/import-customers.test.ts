import type { ImportErrors, ImportInfo } from '../../server/imports/imports.api.js'
import { anApp, type TestApp } from '../support/app.js'
import { withChannelCustomers } from '../support/channel-customers.js'
import { eachDatabase } from '../support/each-database.js'
import type { Client } from '../support/client.js'

const header = '客户名称,联系人,手机号,来源渠道,所在地区,行业,门店数,年采购额,预计采购时间'
const good = (n: number): string =>
  `苏州第${n}食品有限公司,王丽,139${String(20_000_000 + n)},线下活动,华东,烘焙,${n % 40},"¥${(n * 1000).toLocaleString('en')}",3 个月内`

/** One fault per row, each of another kind, with the code that names it. */
const faults: [row: (n: number) => string, code: string][] = [
  [n => good(n).replace(/^[^,]*/, ''), 'REQUIRED'],
  [n => good(n).replace(/139\d{8}/, '1390571860'), 'PHONE_DIGITS'],
  [n => good(n).replace('华东', '月球'), 'NOT_AN_OPTION'],
  [n => good(n).replace(/"¥[^"]*"/, '很多'), 'NOT_A_NUMBER'],
  [n => good(n).replace(/,烘焙,\d+/, ',连锁餐饮,1'), 'CHECK_FAILED'],
  [() => good(1), 'NOT_UNIQUE'],
]

/** `rows` customers of whom `faulty` cannot be taken, spread over the file. */
function aTable(rows: number, faulty: number): { csv: string; expected: Map<number, string> } {
  const every = Math.floor(rows / faulty)
  const expected = new Map<number, string>()
  const lines = [header]
  for (let n = 1; n <= rows; n++) {
    if (n % every !== 0 || expected.size === faulty) {
      lines.push(good(n))
      continue
    }
    const [make, code] = faults[expected.size % faults.length]!
    lines.push(make(n))
    expected.set(n + 1, code)
  }
  return { csv: `${lines.join('\r\n')}\r\n`, expected }
}

eachDatabase('importing a table of customers', database => {
  let app: TestApp
  let client: Client
  let form: string

  beforeAll(async () => {
    app = await anApp({ database })
    ;({ form } = await withChannelCustomers(app))
    client = await app.signIn('manager')
  }, 60_000)
  afterAll(() => app.close())

  const upload = async (csv: string | Buffer, name = 'customers.csv'): Promise<ImportInfo> => {
    const answer = await client.upload<ImportInfo>(`/forms/${form}/imports`, { name, content: csv })
    expect(answer.status).toBe(201)
    return answer.body
  }
  const finish = async (id: string, step: 'check' | 'run'): Promise<ImportInfo> => {
    expect((await client.post(`/imports/${id}/${step}`)).status).toBe(200)
    for (;;) {
      const { body } = await client.get<ImportInfo>(`/imports/${id}`)
      if (body.state !== 'checking' && body.state !== 'running') return body
      await new Promise(wake => setTimeout(wake, 50))
    }
  }
  const count = async (): Promise<number> =>
    (await client.get(`/forms/${form}/records?q=${encodeURIComponent('{"pageSize":1}')}`)).body.total

  const rows = database === 'sqlite' ? 5000 : 500
  it(`takes ${rows - 37} of ${rows} rows, classified, and names the 37 others with their reasons`, async () => {
    // given
    const { csv, expected } = aTable(rows, 37)
    const { id, columns, mapping, total } = await upload(csv)
    expect({ columns: columns.length, total, mapped: mapping.every(key => key !== null) }).toEqual({
      columns: 9,
      total: rows,
      mapped: true,
    })
    // when: a dry run, then the real one
    const checked = await finish(id, 'check')
    expect(checked).toMatchObject({ state: 'checked', good: rows - 37, bad: 37 })
    expect(await count()).toBe(0)
    const done = await finish(id, 'run')
    // then
    expect(done).toMatchObject({ state: 'done', processed: rows, good: rows - 37, bad: 37, skipped: 0 })
    expect(await count()).toBe(rows - 37)
    const { body } = await client.get<ImportErrors>(`/imports/${id}/errors`)
    expect(new Map(body.rows.map(({ row, problems }) => [row, problems[0]!.code]))).toEqual(expected)
    const { items } = (await client.get(`/forms/${form}/records?q=${encodeURIComponent('{"pageSize":200}')}`)).body
    expect(items.every((item: { values: Record<string, unknown> }) => item.values.suggestedGrade && item.values.category)).toBe(
      true,
    )
  }, 240_000)

  it('makes no second customer of the same file', async () => {
    const before = await count()
    const { id } = await upload(aTable(rows, 37).csv)
    const options = {
      mapping: (await client.get<ImportInfo>(`/imports/${id}`)).body.mapping,
      duplicates: 'skip',
      processes: false,
    }
    expect((await client.put(`/imports/${id}/mapping`, options)).status).toBe(200)
    const again = await finish(id, 'run')
    expect(again.good).toBe(0)
    expect(await count()).toBe(before)
  }, 240_000)

  it('goes on after a stop where it was, and doubles nothing', async () => {
    const before = await count()
    const lines = Array.from({ length: 300 }, (_, i) => good(900_000 + i))
    const { id } = await upload([header, ...lines].join('\n'))
    await client.post(`/imports/${id}/run`)
    while ((await client.get<ImportInfo>(`/imports/${id}`)).body.processed === 0) await new Promise(wake => setTimeout(wake, 10))
    app = await app.restart()
    client = await app.signIn('manager')
    let info: ImportInfo
    do info = (await client.get<ImportInfo>(`/imports/${id}`)).body
    while (info.state === 'running')
    expect(info).toMatchObject({ state: 'done', good: 300, bad: 0 })
    expect(await count()).toBe(before + 300)
  }, 120_000)

  it('reads GBK as well as UTF-8', async () => {
    const iconv = await import('iconv-lite')
    const info = await upload(iconv.default.encode([header, good(800_001)].join('\n'), 'gbk'))
    expect(info.columns[0]).toEqual({ name: '客户名称', samples: ['苏州第800001食品有限公司'] })
  })

  it.each([
    ['a picture', 'customers.png', 'x', 415, 'NOT_A_TABLE'],
    ['an empty table', 'customers.csv', header, 422, 'TABLE_EMPTY'],
    ['a spreadsheet that is none', 'customers.xlsx', 'not a zip', 422, 'TABLE_UNREADABLE'],
    ['too many columns', 'customers.csv', `${'a,'.repeat(300)}\n1`, 422, 'TOO_MANY_COLUMNS'],
  ])('refuses %s', async (_, name, content, status, code) => {
    const answer = await client.upload(`/forms/${form}/imports`, { name, content })
    expect([answer.status, answer.body.code]).toEqual([status, code])
  })

  it('refuses a mapping that names a field twice or that no cell can fill', async () => {
    const { id } = await upload([header, good(800_002)].join('\n'))
    const mapping = ['company', 'company', 'grade2', ...Array<null>(6).fill(null)]
    const answer = await client.put(`/imports/${id}/mapping`, { mapping })
    expect(answer.status).toBe(422)
    expect(answer.body.problems.map((p: { code: string }) => p.code)).toEqual(['UNKNOWN_FIELD', 'MAPPED_TWICE'])
  })

  it('is closed to those who may not import, and an import to everybody but its owner', async () => {
    const { id } = await upload([header, good(800_003)].join('\n'))
    const support = await app.signIn('support')
    expect((await support.upload(`/forms/${form}/imports`, { name: 'a.csv', content: header })).status).toBe(403)
    expect((await support.get(`/imports/${id}`)).status).toBe(404)
  })
})
