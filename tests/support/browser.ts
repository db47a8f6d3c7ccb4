import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { served, type Served } from './served.js'

export interface PersonOptions {
  /** 375 × 812 with touch instead of 1440 × 900 with a mouse. */
  phone?: boolean
  theme?: 'light' | 'dark'
}

/** Somebody at a browser of his own. */
export interface Person {
  page: Page
  context: BrowserContext
  /** Errors that this test brings about on purpose; every other one fails it. */
  expectTrouble(...patterns: RegExp[]): void
}

export interface Stage {
  server: Served
  /** Signed in with an account of the demo; without one, a stranger. The same person keeps his browser through the file. */
  person(account: string | undefined, options?: PersonOptions): Promise<Person>
}

interface Watched extends Person {
  name: string
  troubles: string[]
  allowed: RegExp[]
}

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking']
const more = ['--disable-component-update', '--disable-sync']

/** A page asks who is signed in, and for a stranger the answer is 401: Chromium logs that, people never see it. */
const always = [/status of 401 .*\/api\/v1\/me$/]

/** Chromium of the machine (test-machine.mjs provides it); undefined where there is none. */
export function findChromium(): string | undefined {
  const names = ['chromium', 'chromium-browser', 'google-chrome']
  const places = (process.env.PATH ?? '').split(delimiter).flatMap(folder => names.map(name => join(folder, name)))
  return [process.env.CHROMIUM ?? '', ...places].find(place => place !== '' && existsSync(place))
}

/**
 * A file of browser tests: one server, one Chromium, a browser context per person. The scenes follow each other on the same data; in a
 * `story` each needs the one before, so the first that fails ends it.
 * A test fails by itself when a page throws or logs an error, or the server does; then every page is photographed.
 */
export function onStage(
  title: string,
  write: (scene: (name: string, play: (stage: Stage) => Promise<void>) => void) => void,
  { story = false } = {},
): void {
  const program = findChromium()
  if (!program && process.env.CI === 'true')
    return void test(`${title}`, () => Promise.reject(new Error('Chromium is not installed')))
  const group = program ? describe : describe.skip
  group(program ? title : `${title} (Chromium is not installed)`, () => {
    let browser: Browser
    let server: Served
    let people: Map<string, Watched>
    let broken: string | undefined

    beforeAll(async () => {
      people = new Map()
      ;[server, browser] = await Promise.all([served(), chromium.launch({ executablePath: program, args: [...flags, ...more] })])
    }, 60_000)
    afterAll(async () => {
      await browser?.close()
      await server?.stop()
    }, 30_000)

    const stage: Stage = {
      get server() {
        return server
      },
      async person(account, options = {}) {
        const name = [account ?? 'stranger', options.phone ? 'phone' : '', options.theme ?? ''].filter(Boolean).join('-')
        const known = people.get(name) ?? (await enter(browser, server.url, name, account, options))
        people.set(name, known)
        return known
      },
    }
    write((name, play) =>
      test(
        name,
        async () => {
          if (broken && story) throw new Error(`Not played, because "${broken}" failed before it`)
          const before = server.errors().length
          try {
            await play(stage)
            const troubles = [...people.values()].flatMap(person => uncalled(person).map(each => `${person.name}: ${each}`))
            expect([...troubles, ...server.errors().slice(before)]).toEqual([])
          } catch (error) {
            broken = name
            await photograph(name, [...people.values()], server)
            throw error
          } finally {
            for (const person of people.values()) person.troubles.length = person.allowed.length = 0
          }
        },
        90_000,
      ),
    )
  })
}

async function enter(
  browser: Browser,
  url: string,
  name: string,
  account: string | undefined,
  options: PersonOptions,
): Promise<Watched> {
  const context = await browser.newContext({
    baseURL: url,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    colorScheme: options.theme ?? 'light',
    reducedMotion: 'reduce',
    acceptDownloads: true,
    permissions: ['clipboard-read', 'clipboard-write'],
    ...(options.phone
      ? { viewport: { width: 375, height: 812 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }
      : { viewport: { width: 1440, height: 900 } }),
  })
  context.setDefaultTimeout(10_000)
  if (account) {
    const answer = await context.request.post('/api/v1/session', {
      headers: { 'x-formloom': '1' },
      data: { account, password: 'formloom' },
    })
    if (!answer.ok()) throw new Error(`sign-in of ${account}: ${answer.status()} ${await answer.text()}`)
  }
  const troubles: string[] = []
  const allowed: RegExp[] = []
  context.on('page', page => {
    page.on('pageerror', error => troubles.push(`uncaught ${error.stack ?? error.message}`))
    page.on('console', message => {
      if (message.type() === 'error') troubles.push(`${message.text()} ${message.location().url}`)
    })
  })
  const page = await context.newPage()
  return {
    name,
    page,
    context,
    troubles,
    allowed,
    expectTrouble: (...patterns) => void allowed.push(...patterns),
  }
}

const uncalled = (person: Watched): string[] =>
  person.troubles.filter(each => ![...always, ...person.allowed].some(pattern => pattern.test(each)))

/** What everybody saw when it went wrong, in a folder that the failure names. */
async function photograph(name: string, people: Watched[], server: Served): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'formloom-failure-'))
  for (const person of people) {
    for (const [index, page] of person.context.pages().entries())
      await page.screenshot({ path: join(folder, `${person.name}-${index}.png`) }).catch(() => undefined)
    writeFileSync(join(folder, `${person.name}.txt`), [person.page.url(), ...person.troubles].join('\n'))
  }
  writeFileSync(join(folder, 'server.log'), server.log())
  process.stderr.write(`"${name}" failed; what was on the screens: ${folder}\n`)
}
