/** What fitting uses of diagram-js's canvas. */
export interface Fitted {
  viewbox(box?: { x: number; y: number; width: number; height: number }): {
    inner: { x: number; y: number; width: number; height: number }
    outer: { width: number; height: number }
  }
}

/** Shows the whole diagram between what lies over the canvas (pixels), never larger than drawn. */
export function fitInto(canvas: Fitted, free: { top: number; right: number; bottom: number; left: number }): void {
  const { inner, outer } = canvas.viewbox()
  if (outer.width === 0 || outer.height === 0) return
  const [width, height] = [
    Math.max(80, outer.width - free.left - free.right),
    Math.max(80, outer.height - free.top - free.bottom),
  ]
  const scale = Math.min(1, width / Math.max(1, inner.width), height / Math.max(1, inner.height))
  canvas.viewbox({
    x: inner.x - (free.left + (width - inner.width * scale) / 2) / scale,
    y: inner.y - (free.top + (height - inner.height * scale) / 2) / scale,
    width: outer.width / scale,
    height: outer.height / scale,
  })
}
