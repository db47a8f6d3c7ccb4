import { problem } from '../../problem.js'
import { schedule } from '../schedule.js'
import { everyNode, type Rule } from './rule.js'

/** A timer says when, and what is written as ISO 8601 or cron is right. Whether a cycle is over already is for those who have a clock. */
export const timers: Rule = context =>
  everyNode(context).flatMap(({ node }) =>
    node.events.flatMap(event => {
      if (event.type !== 'Timer' || node.kind === undefined) return []
      if (event.problems.length > 0) return event.problems
      const { timer } = event
      if (!timer) return [problem('TIMER_MISSING', node.id, { name: node.name })]
      const tried = timer.literal ? schedule(timer.type, timer.text, '2026-01-01T00:00:00Z', 'UTC') : undefined
      if (!tried || !('problem' in tried) || tried.problem.code === 'TIMER_OVER') return []
      return [problem('TIMER_NOT_UNDERSTOOD', node.id, { name: node.name, type: timer.type, text: timer.text })]
    }),
  )
