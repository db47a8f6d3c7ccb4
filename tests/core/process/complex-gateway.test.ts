import { bpmn, flow } from '../../support/process.js'
import { anInstance } from '../../support/play.js'

const xml = bpmn(
  '<bpmn:startEvent id="s"/><bpmn:parallelGateway id="fork"/><bpmn:userTask id="a"/><bpmn:userTask id="b"/><bpmn:userTask id="c"/>' +
    '<bpmn:complexGateway id="two"><bpmn:activationCondition>activationCount &gt;= 2</bpmn:activationCondition></bpmn:complexGateway><bpmn:endEvent id="e"/>' +
    flow('f1', 's', 'fork') +
    ['a', 'b', 'c'].map(id => flow(`to-${id}`, 'fork', id) + flow(`from-${id}`, id, 'two')).join('') +
    flow('f2', 'two', 'e'),
)

it('a complex gateway takes what it showed to its conditions away with its token', async () => {
  const instance = await anInstance(xml)
  for (const task of ['a', 'b', 'c']) await instance.send({ type: 'complete', task: instance.task(task) })
  expect(instance.completed).toEqual(['c', 'two'])
  expect(instance.state!.variables).toEqual([])
})
