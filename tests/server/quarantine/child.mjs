import { appendFileSync } from 'node:fs'

// A child that does as it is told.
process.on('disconnect', () => process.exit(0))
process.on('message', message => {
  if (message === 'hang') for (;;);
  if (message === 'eat') for (const meal = []; ;) meal.push(new Array(100_000).fill(meal.length))
  if (message === 'crash') process.exit(3)
  if (message === 'code') return answer(() => new Function('return 1')())
  if (message === 'proto') return answer(() => ({}).__proto__ === undefined)
  if (message === 'environment')
    return answer(() => Object.keys(process.env).filter(key => key !== 'NODE_CHANNEL_FD' && !key.startsWith('NODE_CHANNEL')))
  if (message.startsWith('crowd ')) {
    const place = message.slice('crowd '.length)
    appendFileSync(place, '+')
    return setTimeout(() => {
      appendFileSync(place, '-')
      process.send('out')
    }, 100)
  }
  if (message === 'pid') return process.send(String(process.pid))
  process.send(`heard ${message}`)
})
const answer = work => {
  try {
    process.send(JSON.stringify(work()))
  } catch (error) {
    process.send(error.name)
  }
}
process.send('ready')
