import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'

/** What people do again and again on pages, by the words that they see. */

interface Organisation {
  people: { account: string; name: string }[]
}
const demo = join(import.meta.dirname, '../../form-templates/channel-customers/demo/organisation.json')

/** The account of somebody of the demo organisation by his name. */
export function accountOf(name: string): string {
  const { people } = JSON.parse(readFileSync(demo, 'utf8')) as Organisation
  const found = people.find(person => person.name === name)
  if (!found) throw new Error(`Nobody of the demo is called ${name}`)
  return found.account
}

/** Chooses an option of a dropdown: in a sheet from below on a phone, in a panel elsewhere. */
export async function pick(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('button', { name: new RegExp(`^${label}( |$)`) }).click()
  await page.getByRole('dialog', { name: label }).getByRole('option', { name: option }).click()
  await page.getByRole('dialog', { name: label }).waitFor({ state: 'hidden' })
}

/** What stands beside a label where a record is read. */
export async function fact(page: Page, label: string): Promise<string> {
  const place = page.locator('div', { has: page.getByText(label, { exact: true }) }).last()
  await place.waitFor()
  return (await place.innerText()).replace(label, '').trim()
}

/** Waits until a page shows what it should, and answers it. Fails with what it showed last. */
export async function until<T>(wanted: (seen: T) => boolean, look: () => Promise<T>, seconds = 10): Promise<T> {
  const end = Date.now() + seconds * 1000
  for (;;) {
    const seen = await look()
    if (wanted(seen)) return seen
    if (Date.now() > end) throw new Error(`after ${seconds} s it is still ${JSON.stringify(seen)}`)
    await new Promise(done => setTimeout(done, 100))
  }
}

export const untilNumber = (wanted: number, look: () => Promise<number>): Promise<number> => until(seen => seen === wanted, look)

/** What a part of the page says, on one line. */
export const words = async (place: Locator): Promise<string> => (await place.innerText()).replace(/\s+/g, ' ').trim()

/** Rows of the list of open tasks. */
export const inInbox = (page: Page): Locator => page.getByRole('region', { name: '待办' }).getByRole('link')

/** The id of the demo's form, from where everybody finds it: the way to fill it. */
export async function formId(page: Page): Promise<string> {
  const answer = await page.context().request.get('/api/v1/apps')
  const apps = (await answer.json()) as { forms: { id: string; name: unknown }[] }[]
  return apps[0]!.forms[0]!.id
}

/** Chooses in a select of the designers. */
export async function option(page: Page, label: string, choice: string): Promise<void> {
  // its words lie above the input and take the click, which is as good
  await page.getByRole('combobox', { name: label }).click({ force: true })
  await page.getByRole('option', { name: choice, exact: true }).locator('visible=true').click()
}

/** Drags with the mouse to a place of the window; pages look what is below the pointer once per frame. */
export async function drag(page: Page, from: Locator, [x, y]: [number, number]): Promise<void> {
  await from.hover()
  const box = (await from.boundingBox())!
  const [left, top] = [box.x + box.width / 2, box.y + box.height / 2]
  await page.mouse.down()
  for (let step = 1; step <= 12; step++) {
    await page.mouse.move(left + ((x - left) * step) / 12, top + ((y - top) * step) / 12)
    await page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))))
  }
  await page.mouse.up()
}
