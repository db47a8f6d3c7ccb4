import type { Handler } from './index.js'
import { stopInstance } from './stop-instance.js'

export const cancelInstance: Handler<'cancel'> = run => {
  stopInstance(run, 'cancelled')
  return undefined
}
