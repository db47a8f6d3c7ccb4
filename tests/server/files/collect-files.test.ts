import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { reader } from '../../../server/db/transaction.js'
import { collectFiles } from '../../../server/files/collect-files.js'
import { contentPath, fileName, storeFile } from '../../../server/files/store-file.js'
import { eachDatabase } from '../../support/each-database.js'
import { aForm } from '../../support/forms.js'
import { aStore, type Store } from '../../support/store.js'

eachDatabase('collecting files', database => {
  let store: Store
  let folder: string
  beforeAll(async () => {
    store = await aStore(database)
    folder = mkdtempSync(join(tmpdir(), 'formloom-files-'))
  })
  afterAll(async () => {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const upload = (form: string, text: string, at: Date) =>
    storeFile(store.db, folder, { form, uploader: 'system', name: 'a.txt', content: chunks(text), at: at.toISOString() })
  const place = async (id: string) => {
    const [row] = await reader(store.db).query<{ hash: string }>('SELECT hash FROM files WHERE id = ?', [id])
    return row && contentPath(folder, row.hash)
  }

  it('keeps what records hold, equal content too, and forgets the rest after a day', async () => {
    const form = await store.publish(aForm('papers').text('name').file('papers').build())
    const now = new Date()
    const held = await upload(form, 'held', now)
    const twin = await upload(form, 'held', now)
    const loose = await upload(form, 'loose', now)
    await store.record(form, { name: 'a', papers: [{ id: held.id }] })
    const [heldAt, looseAt] = [(await place(held.id))!, (await place(loose.id))!]

    expect(await collectFiles(store.db, folder, now)).toEqual({ rows: 0, contents: 0 })
    const later = new Date(now.getTime() + 2 * 86_400_000)
    expect(await collectFiles(store.db, folder, later)).toEqual({ rows: 2, contents: 1 })
    expect(existsSync(heldAt)).toBe(true)
    expect(existsSync(looseAt)).toBe(false)
    expect(await place(twin.id)).toBeUndefined()
  })

  it('leaves nothing behind of an upload that broke off', async () => {
    async function* broken(): AsyncGenerator<Buffer> {
      yield Buffer.from('half')
      throw new Error('the line went')
    }
    const form = await store.publish(aForm('broken').file('papers').build())
    const sent = storeFile(store.db, folder, {
      form,
      uploader: 'system',
      name: 'a',
      content: broken(),
      at: new Date().toISOString(),
    })
    await expect(sent).rejects.toThrow('the line went')
    expect(await reader(store.db).query('SELECT id FROM files WHERE form = ?', [form])).toEqual([])
  })
})

test.each([
  ['../../etc/passwd', 'passwd'],
  ['C:\\temp\\报价单.xlsx', '报价单.xlsx'],
  ['.htaccess', 'htaccess'],
  ['a\u0000b\nc.txt', 'ab c.txt'],
  ['', 'file'],
  [`${'长'.repeat(300)}.pdf`, `${'长'.repeat(116)}.pdf`],
])('a file called %j is kept as %j', (given, kept) => {
  expect(fileName(given)).toBe(kept)
})

async function* chunks(text: string): AsyncGenerator<Buffer> {
  for (const part of text) yield Buffer.from(part)
}
