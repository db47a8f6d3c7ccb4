import type { EventSpec } from '../graph.js'
import { cancel } from './cancel.js'
import { compensation } from './compensation.js'
import { condition } from './condition.js'
import { error } from './error.js'
import { escalation } from './escalation.js'
import type { EventKind } from './event.js'
import { link } from './link.js'
import { message } from './message.js'
import { signal } from './signal.js'
import { terminate } from './terminate.js'
import { timer } from './timer.js'

/** Every trigger, wherever it stands: start, catch, throw, boundary, end, start of an event sub-process. */
export const events: { [Type in EventSpec['type']]: EventKind<Type> } = {
  message,
  timer,
  signal,
  condition,
  error,
  escalation,
  compensation,
  link,
  cancel,
  terminate,
}
