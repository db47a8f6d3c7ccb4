import type Modeler from 'bpmn-js/lib/Modeler'
import { onScopeDispose, ref, shallowRef } from 'vue'
import type { Moddle } from '#core/process/bpmn/moddle'
import type { Changes } from './modeler/changes'
import type { Change, Create } from './settings/edit'
import { fitInto, type Fitted } from './modeler/fit'
import type { Shape } from './shape'

interface Canvas extends Fitted {
  zoom(level?: number | 'fit-viewport', center?: 'auto'): number
  getRootElement(): Shape
  setRootElement(root: Shape): void
  findRoot(element: Shape): Shape
  scrollToElement(element: Shape, padding?: number): void
}
interface Registry {
  get(id: string): Shape | undefined
  getAll(): Shape[]
}
interface Stack {
  canUndo(): boolean
  canRedo(): boolean
  undo(): void
  redo(): void
}

/** The modeler and what the page sees of it: selection, undo, zoom, and a count that goes up with every change. */
export function useModeler(onChange: () => void) {
  const modeler = shallowRef<Modeler>()
  const tick = ref(0)
  const selected = shallowRef<Shape>()
  const several = ref(0)
  const canUndo = ref(false)
  const canRedo = ref(false)
  const zoom = ref(1)
  /** What was imported, until something is drawn: exported as it came, byte for byte. */
  let untouched: string | undefined
  let gone = false

  const service = <T>(name: string): T => modeler.value!.get<T>(name)
  const canvas = () => service<Canvas>('canvas')
  const shapeOf = (id: string) => modeler.value && service<Registry>('elementRegistry').get(id)
  const shapes = (): Shape[] => (modeler.value ? service<Registry>('elementRegistry').getAll() : [])

  async function mount(container: HTMLElement): Promise<void> {
    const { createModeler } = await import('./modeler/create-modeler')
    if (gone) return
    const made = createModeler(container)
    modeler.value = made
    made.on('commandStack.changed', () => {
      const stack = service<Stack>('commandStack')
      canUndo.value = stack.canUndo()
      canRedo.value = stack.canRedo()
      tick.value += 1
    })
    made.on('elements.changed', () => {
      untouched = undefined
      tick.value += 1
      onChange()
    })
    made.on('selection.changed', ({ newSelection }: { newSelection: Shape[] }) => take(newSelection))
    made.on('root.set', () => take([]))
    made.on('canvas.viewbox.changed', ({ viewbox }: { viewbox: { scale: number } }) => (zoom.value = viewbox.scale))
  }

  function take(chosen: Shape[]): void {
    several.value = chosen.length
    const [one] = chosen
    selected.value = chosen.length > 1 ? undefined : one ? (one.labelTarget ?? one) : canvas().getRootElement()
  }

  /** Shows a file. Throws when bpmn-js cannot read it; what was shown before is then gone. */
  async function show(xml: string): Promise<void> {
    await modeler.value!.importXML(xml)
    untouched = xml
    tick.value += 1
    take([])
    fit()
  }

  /** The XML of now. */
  async function drawn(): Promise<string> {
    if (untouched !== undefined) return untouched
    const { xml } = await modeler.value!.saveXML({ format: true })
    return xml ?? ''
  }

  const fit = (): void => fitInto(canvas(), { top: 48, right: 48, bottom: 72, left: 112 })

  function select(id: string): void {
    const shape = shapeOf(id)
    if (!shape) return
    const root = canvas().findRoot(shape)
    if (root !== canvas().getRootElement()) canvas().setRootElement(root)
    canvas().scrollToElement(shape, 120)
    service<{ select(shape: Shape | undefined): void }>('selection').select(shape.parent ? shape : undefined)
  }

  // The factory gives ids to what others refer to.
  const create: Create = (type, attributes) =>
    service<{ create(type: string, attributes?: object): Moddle }>('bpmnFactory').create(type, attributes)
  const apply = (changes: Change[], element = selected.value): void => {
    if (element) service<Changes>('formloomChanges').apply(element, changes)
  }
  const definitions = (): Moddle | undefined => modeler.value?.getDefinitions() as Moddle | undefined

  onScopeDispose(() => {
    gone = true
    modeler.value?.destroy()
  })
  return {
    modeler,
    tick,
    selected,
    several,
    canUndo,
    canRedo,
    zoom,
    mount,
    show,
    drawn,
    fit,
    select,
    create,
    apply,
    definitions,
    shapeOf,
    shapes,
    service,
    undo: () => service<Stack>('commandStack').undo(),
    redo: () => service<Stack>('commandStack').redo(),
    zoomBy: (factor: number) => canvas().zoom(Math.min(4, Math.max(0.2, zoom.value * factor)), 'auto'),
    search: () => service<{ toggle(): void }>('searchPad').toggle(),
  }
}

export type UseModeler = ReturnType<typeof useModeler>
