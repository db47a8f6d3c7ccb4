// Diagrams of the benches, without drawing information.
const wrap = body => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:formloom="https://formloom.dev/schema/bpmn/1.0" id="d" targetNamespace="bench">
<bpmn:process id="p" isExecutable="true">${body}</bpmn:process></bpmn:definitions>`

const someone = '<bpmn:extensionElements><formloom:assignment type="initiator" /></bpmn:extensionElements>'
const flow = (id, from, to, when) =>
  `<bpmn:sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}">${when ? `<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${when}</bpmn:conditionExpression>` : ''}</bpmn:sequenceFlow>`

/** start → user task → exclusive gateway → user task → end; `condition` decides at the gateway. */
export const twoTasks = condition =>
  wrap(`<bpmn:startEvent id="start" /><bpmn:userTask id="first">${someone}</bpmn:userTask>
<bpmn:exclusiveGateway id="large" default="no" /><bpmn:userTask id="second">${someone}</bpmn:userTask><bpmn:endEvent id="end" /><bpmn:endEvent id="other" />
${flow('f1', 'start', 'first')}${flow('f2', 'first', 'large')}${flow('yes', 'large', 'second', condition)}${flow('no', 'large', 'other')}${flow('f3', 'second', 'end')}`)

/** start → user task → end. */
export const oneTask = wrap(
  `<bpmn:startEvent id="start" /><bpmn:userTask id="task">${someone}</bpmn:userTask><bpmn:endEvent id="end" />${flow('f1', 'start', 'task')}${flow('f2', 'task', 'end')}`,
)

/** start → `length` user tasks in a row → end. */
export function row(length) {
  const tasks = Array.from({ length }, (_, i) => `<bpmn:userTask id="t${i}">${someone}</bpmn:userTask>`).join('')
  const flows = Array.from({ length: length - 1 }, (_, i) => flow(`f${i}`, `t${i}`, `t${i + 1}`)).join('')
  return wrap(
    `<bpmn:startEvent id="start" />${tasks}<bpmn:endEvent id="end" />${flow('first', 'start', 't0')}${flows}${flow('last', `t${length - 1}`, 'end')}`,
  )
}

/** start → `length` steps that nobody waits for → end. */
export function automatic(length) {
  const steps = Array.from({ length }, (_, i) => `<bpmn:intermediateThrowEvent id="s${i}" />`).join('')
  const flows = Array.from({ length: length - 1 }, (_, i) => flow(`f${i}`, `s${i}`, `s${i + 1}`)).join('')
  return wrap(
    `<bpmn:startEvent id="start" />${steps}<bpmn:endEvent id="end" />${flow('first', 'start', 's0')}${flows}${flow('last', `s${length - 1}`, 'end')}`,
  )
}

/** start → `length` user tasks in a circle, without an end. */
export function ring(length) {
  const tasks = Array.from({ length }, (_, i) => `<bpmn:userTask id="t${i}">${someone}</bpmn:userTask>`).join('')
  const flows = Array.from({ length }, (_, i) => flow(`f${i}`, `t${i}`, `t${(i + 1) % length}`)).join('')
  return wrap(`<bpmn:startEvent id="start" />${tasks}${flow('first', 'start', 't0')}${flows}`)
}

/** start → user task, `n` times at once → end. */
export const severalTimes = wrap(
  `<bpmn:startEvent id="start" /><bpmn:userTask id="task">${someone}<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality xsi:type="bpmn:tFormalExpression">n</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics></bpmn:userTask><bpmn:endEvent id="end" />${flow('f1', 'start', 'task')}${flow('f2', 'task', 'end')}`,
)

/** start → timer at `due` (ISO) → script → end. */
export const waiting = due =>
  wrap(`<bpmn:startEvent id="start" /><bpmn:intermediateCatchEvent id="wait"><bpmn:timerEventDefinition><bpmn:timeDate xsi:type="bpmn:tFormalExpression">${due}</bpmn:timeDate></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>
<bpmn:scriptTask id="count" scriptFormat="jsonata"><bpmn:script>{"n": 1}</bpmn:script></bpmn:scriptTask><bpmn:endEvent id="end" />
${flow('f1', 'start', 'wait')}${flow('f2', 'wait', 'count')}${flow('f3', 'count', 'end')}`)

/** Timer start at `due` (ISO) → script → end. */
export const startedByTimer = due =>
  wrap(`<bpmn:startEvent id="start"><bpmn:timerEventDefinition><bpmn:timeDate xsi:type="bpmn:tFormalExpression">${due}</bpmn:timeDate></bpmn:timerEventDefinition></bpmn:startEvent>
<bpmn:scriptTask id="count" scriptFormat="jsonata"><bpmn:script>{"n": 1}</bpmn:script></bpmn:scriptTask><bpmn:endEvent id="end" />
${flow('f1', 'start', 'count')}${flow('f2', 'count', 'end')}`)
