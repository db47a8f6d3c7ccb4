/**
 * One finger moves, two zoom: bpmn-js' viewer follows only a mouse. `move` in pixels, `zoom` as a factor. A tap stays a tap. Returns the end of it.
 */
export function followTouch(area: HTMLElement, on: { move(dx: number, dy: number): void; zoom(by: number): void }): () => void {
  const fingers = new Map<number, { x: number; y: number }>()
  const span = (): number => {
    const [a, b] = [...fingers.values()]
    return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0
  }
  const down = (event: PointerEvent) => {
    if (event.pointerType === 'touch') fingers.set(event.pointerId, { x: event.clientX, y: event.clientY })
  }
  const move = (event: PointerEvent) => {
    const before = fingers.get(event.pointerId)
    if (!before) return
    const wide = span()
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY })
    if (fingers.size === 1) on.move(event.clientX - before.x, event.clientY - before.y)
    else if (fingers.size === 2 && wide > 0) on.zoom(span() / wide)
  }
  const up = (event: PointerEvent) => void fingers.delete(event.pointerId)
  const ends = ['pointerup', 'pointercancel', 'pointerleave'] as const
  area.addEventListener('pointerdown', down)
  area.addEventListener('pointermove', move)
  for (const end of ends) area.addEventListener(end, up)
  return () => {
    area.removeEventListener('pointerdown', down)
    area.removeEventListener('pointermove', move)
    for (const end of ends) area.removeEventListener(end, up)
  }
}
