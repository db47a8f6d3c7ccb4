import type { DesignProblem } from '../../../server/forms/forms.api'
import type { Shape } from '../shape'

interface Overlays {
  add(element: string, type: string, overlay: { position: object; html: HTMLElement; show?: object }): string
  remove(filter: { type: string }): void
}
const TYPE = 'formloom-problem'

/** A mark at the upper left of every shape with findings: how many, and how bad. `open` is called on a click. */
export function showBadges(
  overlays: Overlays,
  shapeOf: (id: string) => Shape | undefined,
  problems: DesignProblem[],
  words: (of: DesignProblem[]) => string,
  open: (id: string) => void,
): void {
  overlays.remove({ type: TYPE })
  const byElement = new Map<string, DesignProblem[]>()
  for (const each of problems) byElement.set(each.at ?? '', [...(byElement.get(each.at ?? '') ?? []), each])
  for (const [id, found] of byElement) {
    const shape = id === '' ? undefined : shapeOf(id)
    if (!shape?.parent) continue
    const mark = document.createElement('button')
    mark.type = 'button'
    mark.className = `problem-mark ${found.some(each => each.severity === 'error') ? 'error' : 'warning'}`
    mark.textContent = found.length > 1 ? String(found.length) : '!'
    mark.title = words(found)
    mark.setAttribute('aria-label', mark.title)
    mark.addEventListener('click', () => open(id))
    overlays.add(id, TYPE, { position: shape.waypoints ? middle(shape.waypoints) : { top: -9, left: -9 }, html: mark })
  }
}

/** A connection has no corner: the mark goes near the middle, as an offset from its upper left. */
function middle(points: { x: number; y: number }[]): { top: number; left: number } {
  const [xs, ys] = [points.map(each => each.x), points.map(each => each.y)]
  const at = Math.floor((points.length - 1) / 2)
  const [a, b] = [points[at]!, points[at + 1]!]
  return { left: (a.x + b.x) / 2 - Math.min(...xs) - 9, top: (a.y + b.y) / 2 - Math.min(...ys) - 9 }
}
