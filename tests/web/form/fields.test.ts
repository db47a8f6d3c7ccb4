import { aForm } from '../../support/forms'
import { speak } from '../../support/texts'
import { inBody, settle, showForm } from './show-form'

beforeEach(() => {
  speak('zh-CN')
  document.body.innerHTML = ''
})

/** jsdom has no fetch: the least of a JSON answer that the client reads. */
/** The organisation that the server would tell of. */
function answerPeople(): void {
  const people = [{ id: 'u1', name: '林晓彤', department: 'd1' }]
  const departments = [{ id: 'd1', name: '华东一组', parent: null }]
  globalThis.fetch = (async (path: string) => {
    const body = JSON.stringify(path.includes('/departments') ? departments : people)
    return { ok: true, status: 200, headers: { get: () => 'application/json' }, text: async () => body }
  }) as unknown as typeof fetch
}

describe('what is typed becomes a canonical value', () => {
  test.each([
    ['text', aForm().text('f').build(), '  禾煦烘焙 ', '禾煦烘焙', '禾煦烘焙'],
    ['textarea', aForm().textarea('f').build(), 'a\nb', 'a\nb', 'a\nb'],
    ['number', aForm().number('f', { decimals: 1 }).build(), '1,234.5', '1234.5', '1,234.5'],
    ['money', aForm().money('f').build(), '386万', '3860000.00', '3,860,000.00'],
    ['date', aForm().date('f').build(), '2026/1/5', '2026-01-05', '2026-01-05'],
    [
      'datetime',
      aForm().datetime('f').with({ zone: 'Asia/Shanghai' }).build(),
      '2026-11-21 14:05',
      '2026-11-21T06:05:00.000Z',
      '2026-11-21 14:05',
    ],
    ['phone', aForm().phone('f').build(), '138-0571-8600', '13805718600', '138 0571 8600'],
    ['email', aForm().email('f').build(), 'Ann@Example.com ', 'ann@example.com', 'ann@example.com'],
  ])('%s', async (_kind, form, typed, value, shown) => {
    const page = await showForm(form)
    await page.type('f', typed)
    await page.leave('f')
    expect(page.values()).toEqual({ f: value })
    expect(page.at('f').get<HTMLInputElement>('input,textarea').element.value).toBe(shown)
  })

  test('what no kind can read stays as it was typed, and the field says why', async () => {
    const page = await showForm(aForm().money('f').build())
    await page.type('f', '很多')
    await page.leave('f')
    expect(page.values()).toEqual({ f: '很多' })
    expect(page.error('f')).toBe('请填写数字')
  })

  test('choice, as a dropdown: opened with the keyboard, searched, chosen', async () => {
    const form = aForm().choice('f', ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']).build()
    const page = await showForm(form)
    await page.at('f').get('button').trigger('click')
    await settle()
    const search = inBody('.find input')[0] as HTMLInputElement
    search.value = 'g'
    search.dispatchEvent(new Event('input'))
    await settle()
    search.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
    await settle()
    expect(page.values()).toEqual({ f: 'g' })
    expect(inBody('[role=listbox]')).toHaveLength(0)
  })

  test('choice, flat, with a text of one’s own', async () => {
    const page = await showForm(aForm().choice('f', ['a', 'b'], { display: 'flat', other: true }).build())
    await page.at('f').findAll('input')[1]!.setValue(true)
    expect(page.values()).toEqual({ f: 'b' })
    await page.at('f').findAll('input')[2]!.trigger('change')
    await page.at('f').get('.other input').setValue('第三种')
    expect(page.values()).toEqual({ f: '第三种' })
  })

  test('choices keep the ticks, and nothing at all is absent rather than an empty list', async () => {
    const page = await showForm(aForm().choices('f', ['a', 'b', 'c']).build())
    const [a, , c] = page.at('f').findAll('input')
    await a!.setValue(true)
    await c!.setValue(true)
    expect(page.values()).toEqual({ f: ['a', 'c'] })
    await a!.setValue(false)
    await c!.setValue(false)
    expect(page.values()).toEqual({})
  })

  test.each([
    ['member', aForm().member('f').build(), 'u1', '林晓彤'],
    ['department', aForm().department('f').build(), 'd1', '华东一组'],
  ])('%s is found by name and kept by id', async (_kind, form, id, name) => {
    answerPeople()
    const page = await showForm(form)
    await page.at('f').get('.opener').trigger('click')
    await settle()
    inBody('[role=option]')[0]!.click()
    await settle()
    expect(page.values()).toEqual({ f: [id] })
    expect(page.at('f').text()).toContain(name)
  })

  test('serial cannot be typed and says when it comes', async () => {
    const page = await showForm(aForm().serial('f', 'QD-{0000}').build())
    expect(page.at('f').find('input').exists()).toBe(false)
    expect(page.at('f').text()).toContain('提交后生成')
  })

  test('divider and description are words; description is never HTML', async () => {
    const form = aForm().divider('part').text('a').description('d', { text: '<b>x</b>' }).build()
    const page = await showForm(form)
    expect(page.view.get('h2').text()).toBe('part')
    expect(page.view.get('.description').text()).toBe('<b>x</b>')
  })
})

describe('subform', () => {
  const form = aForm()
    .subform('items', rows =>
      rows.text('name', { required: true }).number('qty').money('price').money('total', { computed: 'qty * price' }),
    )
    .build()

  test('rows are added, typed, computed, copied, summed and deleted', async () => {
    const page = await showForm(form)
    await page.at('items').get('.add').trigger('click')
    await settle()
    await page.type('items[0].qty', '40')
    await page.type('items[0].price', '168')
    await page.leave('items[0].price')
    expect(page.at('items[0].total').text()).toBe('¥6,720.00')
    await page.at('items').get('[aria-label="复制第 1 行"]').trigger('click')
    await settle()
    expect(page.values().items).toEqual([
      { qty: '40', price: '168.00' },
      { qty: '40', price: '168.00' },
    ])
    expect(page.at('items').get('tfoot').text()).toContain('13,440.00')
    await page.at('items').get('[aria-label="删除第 1 行"]').trigger('click')
    await settle()
    expect(page.values().items).toHaveLength(1)
  })

  test('a range of a spreadsheet lands in the cells, with new rows', async () => {
    const page = await showForm(form, { items: [{ name: 'x' }] })
    const paste = new Event('paste', { bubbles: true, cancelable: true })
    Object.assign(paste, { clipboardData: { getData: () => '面团\t1,200\n奶油\t8' } })
    page.at('items[0].name').get('input').element.dispatchEvent(paste)
    await settle()
    expect(page.values().items).toEqual([
      { name: '面团', qty: '1200' },
      { name: '奶油', qty: '8' },
    ])
  })

  test('Enter goes down and makes a row at the end', async () => {
    const page = await showForm(form, { items: [{ name: 'x' }] })
    await page.at('items[0].name').get('input').trigger('keydown', { key: 'Enter' })
    await settle()
    expect(page.values().items).toHaveLength(2)
    expect(document.activeElement?.closest('[data-at]')?.getAttribute('data-at')).toBe('items[1].name')
  })

  test('a missing cell is told at the cell and counted', async () => {
    const page = await showForm(form, { items: [{ qty: '1' }] })
    expect(await page.check()).toBe(false)
    expect(page.progress().missing).toEqual(['items[0].name'])
    expect(page.at('items').get('.errors').text()).toBe('第 1 行：请填写name')
  })
})
