import { flat } from './flat.js'
import { inside } from './inside.js'
import { straightBack } from './straight-back.js'

/** The same table runs in memory and on both databases. */
export const situations = [...flat, ...inside, ...straightBack]
