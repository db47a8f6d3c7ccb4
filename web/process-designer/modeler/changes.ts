import type { Change } from '../settings/edit'
import type { Shape } from '../shape'

export interface Modeling {
  updateProperties(element: Shape, properties: object): void
  updateModdleProperties(element: Shape, target: object, properties: object): void
}
interface CommandStack {
  registerHandler(command: string, handler: object): void
  execute(command: string, context: object): void
}
interface Context {
  element: Shape
  changes: Change[]
}

/** Several changes as one step of undo. What the element itself carries goes through bpmn-js's own command, so that it is redrawn. */
class ApplyChanges {
  static $inject = ['modeling']
  constructor(private readonly modeling: Modeling) {}
  preExecute({ element, changes }: Context): void {
    for (const { target, properties } of changes) {
      if (target === element.businessObject) this.modeling.updateProperties(element, properties)
      else this.modeling.updateModdleProperties(element, target, properties)
    }
  }
}

export class Changes {
  static $inject = ['commandStack']
  constructor(private readonly commandStack: CommandStack) {
    commandStack.registerHandler('formloom.apply', ApplyChanges)
  }
  apply(element: Shape, changes: Change[]): void {
    if (changes.length > 0) this.commandStack.execute('formloom.apply', { element, changes })
  }
}

export const changesModule = { __init__: ['formloomChanges'], formloomChanges: ['type', Changes] }
