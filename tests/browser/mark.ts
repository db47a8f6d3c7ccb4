import type { Page } from 'playwright-core'

/**
 * How the mark of bpmn.io stands on a page with a diagram. Its licence asks that it stays "fully visible and not visually overlapped by
 * other elements": `visible`, or what is wrong with it.
 */
export async function markOf(page: Page): Promise<string> {
  const mark = page.locator('a.bjs-powered-by:visible').last()
  await mark.waitFor()
  await mark.scrollIntoViewIfNeeded()
  return mark.evaluate(link => {
    const box = link.getBoundingClientRect()
    if (box.width < 40 || box.height < 15) return `too small: ${box.width} × ${box.height}`
    if (box.left < 0 || box.top < 0 || box.right > innerWidth || box.bottom > innerHeight) return 'outside of the window'
    for (let at: Element | null = link; at; at = at.parentElement)
      if (Number(getComputedStyle(at).opacity) < 1 || getComputedStyle(at).filter !== 'none') return 'pale'
    const points = [0.02, 0.25, 0.5, 0.75, 0.98].flatMap(x => [0.05, 0.5, 0.95].map(y => [x, y] as const))
    for (const [x, y] of points) {
      const top = document.elementFromPoint(box.left + x * box.width, box.top + y * box.height)
      if (!top || !link.contains(top)) return `covered by ${top?.outerHTML.slice(0, 80)}`
    }
    return 'visible'
  })
}
