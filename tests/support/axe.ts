import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'

interface Found {
  id: string
  help: string
  nodes: { target: unknown[]; html: string; failureSummary?: string }[]
}

const source = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe-core finds wrong with the page as it stands, one line each; empty = nothing. */
export async function axeFaults(page: Page): Promise<string[]> {
  await page.evaluate(source)
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(where: Document, options: object): Promise<{ violations: Found[] }> } }
    const { violations } = await axe.run(document, { resultTypes: ['violations'] })
    return violations
  })
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map(node => `${id} (${help}) at ${node.target.join(' ')}: ${node.html.slice(0, 160)}`),
  )
}
