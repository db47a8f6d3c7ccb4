import type { Action } from '../definition.js'
import type { Perform } from './action.js'
import { createRecord } from './create-record.js'
import { notify } from './notify.js'
import { setFields } from './set-fields.js'
import { setPerson } from './set-person.js'
import { webhook } from './webhook.js'

export const actions: { [Type in Action['type']]: Perform<Type> } = {
  'set-fields': setFields,
  'set-person': setPerson,
  'create-record': createRecord,
  notify,
  webhook,
}
