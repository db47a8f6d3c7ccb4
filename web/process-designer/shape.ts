import type { Moddle } from '#core/process/bpmn/moddle'

/** What we use of a shape or connection of diagram-js. */
export interface Shape {
  id: string
  type: string
  businessObject: Moddle
  di?: Moddle
  parent?: Shape
  labelTarget?: Shape
  incoming: Shape[]
  outgoing: Shape[]
  children?: Shape[]
  source?: Shape
  target?: Shape
  x: number
  y: number
  width: number
  height: number
  waypoints?: { x: number; y: number }[]
}
