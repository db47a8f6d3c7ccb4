import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine'
import { draggable, dropTargetForElements, monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { disableNativeDragPreview } from '@atlaskit/pragmatic-drag-and-drop/element/disable-native-drag-preview'
import { onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import type { FieldKindName } from '#core/form/form'
import { fitsInRows, type Path } from '../edit/find'
import { dropAt, type Box, type DrawnCell, type Drop } from './drop-at'

/** What travels with a drag: a palette entry, or a field of the sheet. */
export interface Load {
  item: string
  kind: FieldKindName
  path?: Path
}

export interface Dragging extends Load {
  x: number
  y: number
  drop?: Drop
}

/** The drag that is going on; one at a time in a window. */
export const dragging = shallowRef<Dragging>()

/** Makes an element draggable with a load. The browser's own picture is off: the ghost says where the field will land. */
export function useDraggable(element: Ref<HTMLElement | null>, load: () => Load, handle?: Ref<HTMLElement | null>): void {
  let stop: (() => void) | undefined
  watch(
    [element, ...(handle ? [handle] : [])],
    () => {
      stop?.()
      stop = undefined
      if (!element.value) return
      stop = draggable({
        element: element.value,
        dragHandle: handle?.value ?? undefined,
        getInitialData: () => ({ ...load() }),
        onGenerateDragPreview: ({ nativeSetDragImage }) => disableNativeDragPreview({ nativeSetDragImage }),
      })
    },
    { immediate: true, flush: 'post' },
  )
  onScopeDispose(() => stop?.())
}

/** The sheet takes what is dragged; `put` is told where it landed. `scroller` scrolls by itself near its edges. */
export function useSheetDrop(
  sheet: Ref<HTMLElement | null>,
  scroller: Ref<HTMLElement | null>,
  put: (load: Load, drop: Drop) => void,
): void {
  let stop: (() => void) | undefined
  const follow = (load: Load, x: number, y: number) => {
    const element = sheet.value
    if (!element || !scroller.value) return
    scrollNear(scroller.value, y)
    const frame = boxOf(scroller.value)
    const over = x >= frame.left && x <= frame.left + frame.width && y >= frame.top && y <= frame.top + frame.height
    const drop = over
      ? dropAt(drawn(element), gridOf(element), x, y, { path: load.path, wide: isWide(load), fitsRows: fitsInRows(load.kind) })
      : undefined
    dragging.value = { ...load, x, y, drop }
  }
  watch(
    scroller,
    element => {
      stop?.()
      stop = undefined
      if (!element) return
      stop = combine(
        dropTargetForElements({ element }),
        monitorForElements({
          canMonitor: ({ source }) => 'item' in source.data,
          onDragStart: ({ source, location }) =>
            follow(source.data as never, location.current.input.clientX, location.current.input.clientY),
          onDrag: ({ source, location }) =>
            follow(source.data as never, location.current.input.clientX, location.current.input.clientY),
          onDrop: ({ source, location }) => {
            const last = dragging.value
            dragging.value = undefined
            if (last?.drop && location.current.dropTargets.length) put(source.data as unknown as Load, last.drop)
          },
        }),
      )
    },
    { immediate: true, flush: 'post' },
  )
  onScopeDispose(() => {
    stop?.()
    dragging.value = undefined
  })
}

/** Headings, paragraphs and tables share their line with nobody. */
const isWide = (load: Load): boolean => ['divider', 'description', 'subform'].includes(load.kind)

function drawn(sheet: HTMLElement): DrawnCell[] {
  return [...sheet.querySelectorAll<HTMLElement>('[data-cell]')].map(element => {
    const table = element.querySelector<HTMLElement>('[data-table]')
    return {
      ...boxOf(element.querySelector<HTMLElement>('[data-box]') ?? element),
      path: element.dataset.cell!,
      line: Number(element.dataset.line),
      alone: element.dataset.alone !== undefined,
      ...(table ? { table: boxOf(table), columns: columnsOf(table) } : {}),
    }
  })
}
const columnsOf = (table: HTMLElement) => {
  const { top, height } = boxOf(table)
  return [...table.querySelectorAll<HTMLElement>('[data-column]')].map(each => ({
    ...boxOf(each),
    top,
    height,
    path: each.dataset.column!,
  }))
}
/** The grid reaches 12 px past its fields on both sides. */
const gridOf = (sheet: HTMLElement): Box => {
  const box = boxOf(sheet.querySelector<HTMLElement>('[data-grid]') ?? sheet)
  return { ...box, left: box.left + 12, width: box.width - 24 }
}
const boxOf = (element: HTMLElement): Box => {
  const { left, top, width, height } = element.getBoundingClientRect()
  return { left, top, width, height }
}

function scrollNear(scroller: HTMLElement, y: number): void {
  const { top, height } = boxOf(scroller)
  if (y < top + 48 && y > top - 8) scroller.scrollTop -= 14
  else if (y > top + height - 48 && y < top + height + 8) scroller.scrollTop += 14
}
