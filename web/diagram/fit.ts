export interface Box {
  x: number
  y: number
  width: number
  height: number
}

/** Pixels kept free around the drawing: legend and zoom above, the bpmn.io mark below. */
export const frame = { top: 56, right: 24, bottom: 44, left: 24 }

/** Below this the names of the steps cannot be read any more: then the place where it stands is shown instead of the whole. */
export const readable = 0.65
/** The zoom at which that place is shown. */
export const close = 0.85

/** The part of the diagram around `centre` at a zoom. */
export const around = (centre: Box, window: { width: number; height: number }, zoom: number): Box => ({
  x: centre.x + centre.width / 2 - window.width / zoom / 2,
  y: centre.y + centre.height / 2 - window.height / zoom / 2,
  width: window.width / zoom,
  height: window.height / zoom,
})

/**
 * The part of the diagram that the window shows, so that the whole drawing is seen, centred, never larger than 1:1. A window without size
 * (a tab that is not shown yet) gives undefined.
 */
export function fitBox(drawing: Box, window: { width: number; height: number }, margin = frame): Box | undefined {
  const room = { width: window.width - margin.left - margin.right, height: window.height - margin.top - margin.bottom }
  if (room.width <= 0 || room.height <= 0 || drawing.width <= 0 || drawing.height <= 0) return undefined
  const zoom = Math.min(1, room.width / drawing.width, room.height / drawing.height)
  const free = { width: room.width / zoom - drawing.width, height: room.height / zoom - drawing.height }
  return {
    x: drawing.x - free.width / 2 - margin.left / zoom,
    y: drawing.y - free.height / 2 - margin.top / zoom,
    width: window.width / zoom,
    height: window.height / zoom,
  }
}
