import type { NodeKind } from '../graph.js'
import { adHocSubProcess } from './ad-hoc-sub-process.js'
import { businessRuleTask } from './business-rule-task.js'
import { callActivity } from './call-activity.js'
import { complexGateway } from './complex-gateway.js'
import type { Element } from './element.js'
import { catching, ending, reached, throwing } from './event.js'
import { eventBasedGateway } from './event-based-gateway.js'
import { exclusiveGateway } from './exclusive-gateway.js'
import { inclusiveGateway } from './inclusive-gateway.js'
import { parallelGateway } from './parallel-gateway.js'
import { passing } from './pass.js'
import { receiveTask } from './receive-task.js'
import { scriptTask } from './script-task.js'
import { sendTask } from './send-task.js'
import { serviceTask } from './service-task.js'
import { eventSubProcess, subProcess } from './sub-process.js'
import { userTask } from './user-task.js'

/** Everything the engine executes, by place in the flow; the triggers of events are in `events/`. */
export const elements: Record<NodeKind, Element> = {
  start: reached,
  catch: catching,
  throw: throwing,
  boundary: reached,
  end: ending,
  pass: passing,
  'user-task': userTask,
  'service-task': serviceTask,
  'script-task': scriptTask,
  'business-rule-task': businessRuleTask,
  'send-task': sendTask,
  'receive-task': receiveTask,
  'exclusive-gateway': exclusiveGateway,
  'parallel-gateway': parallelGateway,
  'inclusive-gateway': inclusiveGateway,
  'complex-gateway': complexGateway,
  'event-based-gateway': eventBasedGateway,
  'sub-process': subProcess,
  'event-sub-process': eventSubProcess,
  'ad-hoc-sub-process': adHocSubProcess,
  'call-activity': callActivity,
}
