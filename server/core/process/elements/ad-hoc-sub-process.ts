import { beginInside } from './sub-process.js'
import type { Element } from './element.js'

/**
 * BPMN 2.0.2 §10.3.5, §13.3.5: activities without incoming flow begin all at once, or (ordering Sequential) one after the other as they stand in the file;
 * any activity inside can be begun by a person (command `activate`), again as well. Ends by its completion condition, see ad-hoc.ts.
 */
export const adHocSubProcess: Element = {
  enter: (run, token, node) =>
    beginInside(run, token, node, starts => (node.adHoc!.sequential ? { starts: starts.slice(0, 1), index: 1 } : { starts })),
}
