import { problem } from '../../problem.js'
import { looksLiteral } from '../schedule.js'
import { expressionOf } from './expression-of.js'
import type { EventModel } from './model.js'
import { child, prop, text, type Moddle } from './moddle.js'
import { readExpression } from './settings.js'

const REFERENCES = ['messageRef', 'errorRef', 'signalRef', 'escalationRef']

/** An event definition in our words; lenient, lint names what is broken. `id` is the event's element. */
export function eventOf(event: Moddle, id: string): EventModel {
  const type = event.$type.replace(/^bpmn:|EventDefinition$/g, '')
  const target = REFERENCES.map(name => child(event, name)).find(found => found !== undefined)
  const key = text(event, 'formloom:correlationKey')
  const model: EventModel = {
    type,
    ...(target ? { ref: target.id ?? '' } : {}),
    ...(key ? { correlationKey: key } : {}),
    problems: [],
  }
  if (type === 'Timer') readTimer(event, model, id)
  if (type === 'Conditional') {
    const when = expressionOf(event, 'condition', id, model.problems)
    if (when !== undefined) model.when = when
  }
  if (type === 'Link') model.link = text(event, 'name') ?? ''
  if (type === 'Compensate') {
    const activity = child(event, 'activityRef')
    if (activity) model.activity = activity.id ?? ''
    model.wait = prop(event, 'waitForCompletion') !== false
  }
  return model
}

function readTimer(event: Moddle, model: EventModel, id: string): void {
  const calendar = text(event, 'formloom:calendar')
  const said = text(event, 'formloom:catchUp')
  const policy = (['skip', 'once', 'all'] as const).find(each => each === said)
  if (said && !policy) model.problems.push(problem('SETTING_NOT_UNDERSTOOD', id, { setting: 'catchUp', value: said }))
  for (const [name, kind] of [
    ['timeDate', 'date'],
    ['timeDuration', 'duration'],
    ['timeCycle', 'cycle'],
  ] as const) {
    const expression = child(event, name)
    const body = expression && text(expression, 'body')?.trim()
    if (!body) continue
    // the standard's schema lets a timer say one of the three only
    if (model.timer) {
      const text = `${model.timer.text}, ${body}`
      model.problems.push(problem('TIMER_NOT_UNDERSTOOD', id, { type: `${model.timer.type}, ${kind}`, text }))
      continue
    }
    const read = readExpression(body, text(expression, 'language'))
    if ('foreign' in read) model.problems.push(problem('TIMER_NOT_UNDERSTOOD', id, { type: kind, text: body }))
    else
      model.timer = {
        type: kind,
        text: read.expression,
        literal: looksLiteral(read.expression),
        ...(calendar ? { calendar } : {}),
        ...(policy ? { catchUp: policy } : {}),
      }
  }
}
