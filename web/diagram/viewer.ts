import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer'
import 'bpmn-js/dist/assets/diagram-js.css'
import 'bpmn-js/dist/assets/bpmn-js.css'
import { around, close, fitBox, readable, type Box } from './fit'
import { colours, lookOf, pillOf, type ElementState, type Pill } from './looks'
import { followTouch } from './touch'

export interface Shape {
  id: string
  name: string
  /** "bpmn:UserTask" */
  type: string
}

// The few services of bpmn-js that are used here, as they are used.
interface Element {
  id: string
  type: string
  x: number
  y: number
  width: number
  height: number
  waypoints?: unknown[]
  incoming?: unknown[]
  parent?: Element
  labelTarget?: Element
  businessObject: { name?: string }
}
interface Canvas {
  viewbox(box?: Box): { inner: Box; outer: { width: number; height: number }; scale: number }
  zoom(level?: number, at?: 'auto'): number
  scroll(by: { dx: number; dy: number }): void
  scrollToElement(element: string, padding?: number): void
  resized(): void
  addMarker(element: string, marker: string): void
  removeMarker(element: string, marker: string): void
}
interface Registry {
  get(id: string): Element | undefined
  filter(which: (element: Element) => boolean): Element[]
  getGraphics(element: Element): SVGElement
}
interface Bus {
  on(events: string | string[], priority: number, call: (event: never, context: never) => unknown): void
}
interface Renderer {
  drawShape(parent: SVGElement, shape: Element, attrs: object): SVGElement
  drawConnection(parent: SVGElement, connection: Element, attrs: object): SVGElement
}
interface Factory {
  update(kind: 'shape' | 'connection', element: Element, graphics: SVGElement): void
}
interface Overlays {
  add(element: string, type: string, overlay: object): string
  remove(filter: { type: string }): void
}

export interface Viewer {
  draw(xml: string): Promise<void>
  paint(elements: Record<string, ElementState>, now: number): void
  /** Shows the whole drawing, or where that could not be read the place `at`; false where the window has no size yet. */
  fit(at?: string): boolean
  zoom(by?: number): number
  shapes(): Shape[]
  pick(id: string | undefined): void
  reveal(id: string): void
  destroy(): void
}

/** A diagram in `container`. `onPick`: a click on an element, or beside all of them. `onMove`: scrolled or zoomed, with the zoom. */
export function openViewer(
  container: HTMLElement,
  onPick: (id: string | undefined) => void,
  onMove: (zoom: number) => void,
): Viewer {
  const font = getComputedStyle(container).fontFamily
  const viewer = new NavigatedViewer({
    container,
    bpmnRenderer: {
      defaultFillColor: colours.none.fill,
      defaultStrokeColor: colours.none.stroke,
      defaultLabelColor: 'var(--ink)',
    },
    textRenderer: {
      defaultStyle: { fontFamily: font, fontSize: 12, lineHeight: 1.3 },
      externalStyle: { fontSize: 12, lineHeight: 1.3 },
    },
  } as never)
  const canvas = viewer.get<Canvas>('canvas')
  const registry = viewer.get<Registry>('elementRegistry')
  const bus = viewer.get<Bus>('eventBus')
  const renderer = viewer.get<Renderer>('bpmnRenderer')
  const overlays = viewer.get<Overlays>('overlays')
  let states: Record<string, ElementState> = {}
  let picked: string | undefined

  // Before bpmn-js draws in its defaults: the colours of the state. Returning graphics ends the event.
  bus.on(
    ['render.shape', 'render.connection'],
    1500,
    (event: { type: string }, { gfx, element, attrs }: { gfx: SVGElement; element: Element; attrs?: object }) => {
      if (element.labelTarget) return undefined
      const painted = { ...attrs, ...paintOf(element) }
      return event.type === 'render.shape'
        ? renderer.drawShape(gfx, element, painted)
        : renderer.drawConnection(gfx, element, painted)
    },
  )
  const paintOf = (element: Element): object =>
    isFrame(element)
      ? { fill: 'var(--surface)', stroke: 'var(--control-line)' }
      : element.waypoints
        ? { stroke: colours[lookOf(states[element.id])].stroke }
        : colours[lookOf(states[element.id])]
  bus.on('element.click', 500, ({ element }: { element: Element }) =>
    onPick(element.parent ? (element.labelTarget ?? element).id : undefined),
  )
  bus.on('canvas.viewbox.changed', 500, () => onMove(canvas.zoom()))
  const untouch = followTouch(container, {
    move: (dx, dy) => canvas.scroll({ dx, dy }),
    zoom: by => canvas.zoom(clamp(canvas.zoom() * by), 'auto'),
  })

  return {
    async draw(xml) {
      await viewer.importXML(xml)
    },
    paint(elements, now) {
      states = elements
      for (const element of registry.filter(each => each.parent !== undefined && !each.labelTarget)) {
        const graphics = registry.getGraphics(element)
        viewer.get<Factory>('graphicsFactory').update(element.waypoints ? 'connection' : 'shape', element, graphics)
        graphics.classList.remove('is-done', 'is-current', 'is-repair', 'is-join', 'is-cancelled', 'is-none')
        graphics.classList.add(`is-${lookOf(states[element.id])}`)
      }
      overlays.remove({ type: 'token' })
      for (const id of Object.keys(elements)) {
        const element = registry.get(id)
        const pill = element && pillOf(elements[id], element.incoming?.length ?? 0, now)
        if (pill)
          overlays.add(id, 'token', {
            position: { top: -31, left: element.width / 2 },
            scale: { min: 0.8, max: 1 },
            html: drawPill(pill),
          })
      }
    },
    fit(at) {
      canvas.resized()
      const { inner, outer } = canvas.viewbox()
      const whole = fitBox(inner, outer)
      const place = at === undefined ? undefined : registry.get(at)
      const box = whole && place && outer.width / whole.width < readable ? around(place, outer, close) : whole
      if (box) canvas.viewbox(box)
      return box !== undefined
    },
    zoom: by => (by === undefined ? canvas.zoom() : canvas.zoom(by === 0 ? 1 : clamp(canvas.zoom() * by), 'auto')),
    shapes: () =>
      registry
        .filter(each => !each.waypoints && !each.labelTarget && each.parent !== undefined && !isFrame(each))
        .sort((a, b) => a.x + a.width / 2 - (b.x + b.width / 2) || a.y - b.y)
        .map(({ id, type, businessObject }) => ({ id, type, name: businessObject.name ?? '' })),
    pick(id) {
      if (picked && registry.get(picked)) canvas.removeMarker(picked, 'is-picked')
      picked = id
      if (id && registry.get(id)) canvas.addMarker(id, 'is-picked')
    },
    reveal(id) {
      if (registry.get(id)) canvas.scrollToElement(id, 80)
    },
    destroy() {
      untouch()
      viewer.destroy()
    },
  }
}

const clamp = (zoom: number): number => Math.min(4, Math.max(0.2, zoom))
const isFrame = ({ type }: Element): boolean =>
  ['bpmn:Participant', 'bpmn:Lane', 'bpmn:Process', 'bpmn:Collaboration', 'bpmn:TextAnnotation', 'bpmn:Group'].includes(type)

/** Text goes in as text: an element's name never becomes markup. */
function drawPill({ look, count, words }: Pill): HTMLElement {
  const pill = document.createElement('div')
  pill.className = `token-pill ${look}`
  if (count > 0) pill.append(Object.assign(document.createElement('b'), { textContent: String(count) }))
  pill.append(Object.assign(document.createElement('span'), { textContent: words }))
  return pill
}
