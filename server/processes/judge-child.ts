import { answer } from '../quarantine/answer.js'
import { read, type House } from './judge-diagram.js'

/** Reads a large diagram in a process of its own. In: JSON of [xml, house]; out: JSON of the problems. */
answer(async message => {
  const [xml, house] = JSON.parse(message) as [string, House | undefined]
  return JSON.stringify((await read(xml, house)).problems)
})
