import { problem } from '../../problem.js'
import { schedule } from '../schedule.js'
import { everyNode, type Rule } from './rule.js'

/** A timer says when, and what is written as ISO 8601 is right. Cron is not read. */
export const timers: Rule = context =>
  everyNode(context).flatMap(({ node }) =>
    node.events.flatMap(event => {
      if (event.type !== 'Timer' || node.kind === undefined) return []
      if (event.problems.length > 0) return event.problems
      const { timer } = event
      if (!timer) return [problem('TIMER_MISSING', node.id, { name: node.name })]
      const cron = !timer.literal && /^(\S+\s+){4,6}\S+$/.test(timer.text) && /[*?]/.test(timer.text)
      const tried = timer.literal ? schedule(timer.type, timer.text, '2026-01-01T00:00:00Z', 'UTC') : undefined
      if (!cron && !(tried && 'problem' in tried)) return []
      return [problem('TIMER_NOT_UNDERSTOOD', node.id, { name: node.name, type: timer.type, text: timer.text })]
    }),
  )
