import { attachClosestEdge, extractClosestEdge, type Edge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge'
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine'
import { onMounted, onScopeDispose, ref, type Ref } from 'vue'

/**
 * Lines of one list change places by their handle; a line shows where the other will land (`edge`). Lists do not mix.
 * @param moved called with both indexes, as `moveItem` takes them
 */
export function useRowDrag(
  row: Ref<HTMLElement | null>,
  handle: Ref<HTMLElement | null>,
  place: () => { list: string; index: number },
  moved: (from: number, to: number) => void,
) {
  const edge = ref<Edge | null>(null)
  const dragging = ref(false)
  let stop = () => {}
  onMounted(() => {
    if (!row.value || !handle.value) return
    stop = combine(
      draggable({
        element: row.value,
        dragHandle: handle.value,
        getInitialData: () => place(),
        onDragStart: () => (dragging.value = true),
        onDrop: () => (dragging.value = false),
      }),
      dropTargetForElements({
        element: row.value,
        canDrop: ({ source }) => source.data.list === place().list,
        getData: ({ input, element }) => attachClosestEdge({}, { input, element, allowedEdges: ['top', 'bottom'] }),
        onDrag: ({ self, source }) => (edge.value = source.data.index === place().index ? null : extractClosestEdge(self.data)),
        onDragLeave: () => (edge.value = null),
        onDrop: ({ self, source }) => {
          const below = extractClosestEdge(self.data) === 'bottom'
          edge.value = null
          const from = source.data.index as number
          const gap = place().index + (below ? 1 : 0)
          const to = gap > from ? gap - 1 : gap
          if (to !== from) moved(from, to)
        },
      }),
    )
  })
  onScopeDispose(() => stop())
  return { edge, dragging }
}
