import type { NodeKind } from '../graph.js'
import { businessRuleTask } from './business-rule-task.js'
import type { Element } from './element.js'
import { errorEnd, noneEnd, terminateEnd } from './end-events.js'
import { eventBasedGateway } from './event-based-gateway.js'
import { exclusiveGateway } from './exclusive-gateway.js'
import { inclusiveGateway } from './inclusive-gateway.js'
import { messageCatch, messageEnd, messageThrow } from './message-events.js'
import { parallelGateway } from './parallel-gateway.js'
import { passing } from './pass.js'
import { scriptTask } from './script-task.js'
import { sendTask } from './send-task.js'
import { serviceTask } from './service-task.js'
import { subProcess } from './sub-process.js'
import { timerCatch } from './timer-catch.js'
import { userTask } from './user-task.js'

/** Everything the engine executes. Boundary events are never entered by a flow (moves.ts `occur`), so they only pass. */
export const elements: Record<NodeKind, Element> = {
  'none-start': passing,
  'message-start': passing,
  'timer-start': passing,
  pass: passing,
  'user-task': userTask,
  'service-task': serviceTask,
  'script-task': scriptTask,
  'business-rule-task': businessRuleTask,
  'send-task': sendTask,
  'receive-task': messageCatch,
  'exclusive-gateway': exclusiveGateway,
  'parallel-gateway': parallelGateway,
  'inclusive-gateway': inclusiveGateway,
  'event-based-gateway': eventBasedGateway,
  'timer-catch': timerCatch,
  'message-catch': messageCatch,
  'none-throw': passing,
  'message-throw': messageThrow,
  'timer-boundary': passing,
  'message-boundary': passing,
  'error-boundary': passing,
  'none-end': noneEnd,
  'message-end': messageEnd,
  'terminate-end': terminateEnd,
  'error-end': errorEnd,
  'sub-process': subProcess,
}
