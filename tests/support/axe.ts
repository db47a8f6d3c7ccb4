import { source } from 'axe-core'
import type { Page } from 'playwright-core'

interface Found {
  id: string
  help: string
  nodes: { target: unknown[]; html: string; failureSummary?: string }[]
}

/** What axe-core finds wrong with the page as it stands, one line for each rule; empty = nothing. `only`: these rules instead of all. */
export async function axeFaults(page: Page, only?: string[]): Promise<string[]> {
  await page.evaluate(source)
  const found = await page.evaluate(async rules => {
    const { axe } = globalThis as unknown as { axe: { run(where: Document, options: object): Promise<{ violations: Found[] }> } }
    const { violations } = await axe.run(document, {
      resultTypes: ['violations'],
      ...(rules ? { runOnly: { type: 'rule', values: rules } } : {}),
    })
    return violations
  }, only)
  return found.map(({ id, help, nodes }) => {
    const [first] = nodes
    return `${nodes.length} × ${id} (${help}), e.g. ${first!.target.join(' ')}: ${first!.html.slice(0, 160)} ${first!.failureSummary ?? ''}`
  })
}
