import { sectionsOf } from '@/process-designer/panel/sections'
import { dropApproval, putApproval } from '@/process-designer/settings/approval'
import { diagram } from './diagram'

const ALL = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t">
  <bpmn:process id="p" isExecutable="true">
    <bpmn:startEvent id="start" />
    <bpmn:intermediateCatchEvent id="signal"><bpmn:signalEventDefinition id="s" /></bpmn:intermediateCatchEvent>
    <bpmn:endEvent id="escalation"><bpmn:escalationEventDefinition id="e" /></bpmn:endEvent>
    <bpmn:intermediateCatchEvent id="conditional"><bpmn:conditionalEventDefinition id="c" /></bpmn:intermediateCatchEvent>
    <bpmn:intermediateThrowEvent id="link"><bpmn:linkEventDefinition id="l" /></bpmn:intermediateThrowEvent>
    <bpmn:endEvent id="undo"><bpmn:compensateEventDefinition id="u" /></bpmn:endEvent>
    <bpmn:userTask id="task" />
    <bpmn:boundaryEvent id="undone" attachedToRef="task"><bpmn:compensateEventDefinition id="u2" /></bpmn:boundaryEvent>
    <bpmn:callActivity id="call" />
    <bpmn:adHocSubProcess id="adHoc" />
    <bpmn:transaction id="transaction" />
    <bpmn:complexGateway id="complex" />
    <bpmn:subProcess id="handler" triggeredByEvent="true"><bpmn:startEvent id="inner" /></bpmn:subProcess>
    <bpmn:dataObject id="data" />
    <bpmn:dataObjectReference id="total" dataObjectRef="data" />
  </bpmn:process>
</bpmn:definitions>`

const REPEATS = ['loop', 'mapping']

describe('what the panel shows', () => {
  test.each([
    ['start', ['trigger']],
    ['signal', ['signal']],
    ['escalation', ['escalation']],
    ['conditional', ['conditional']],
    ['link', ['link']],
    ['undo', ['compensation']],
    ['undone', []],
    ['task', ['who', 'approval', 'outcomes', 'due', ...REPEATS]],
    ['call', ['call', ...REPEATS]],
    ['adHoc', ['adHoc', ...REPEATS]],
    ['transaction', REPEATS],
    ['complex', ['activation', 'ways']],
    ['handler', []],
    ['inner', []],
    ['total', ['data']],
  ])('of %s: %j', async (id, expected) => {
    const it = await diagram(ALL)
    expect(sectionsOf(it.at(id)).map(each => each.name)).toEqual(expected)
  })

  test('an approval has its own verbs, so outcomes are not offered beside it', async () => {
    const it = await diagram(ALL)
    const names = () => sectionsOf(it.at('task')).map(each => each.name)
    it.apply(putApproval(it.create, it.at('task'), { mode: 'any' }))
    expect(names()).not.toContain('outcomes')
    it.apply(dropApproval(it.create, it.at('task')))
    expect(names()).toContain('outcomes')
  })
})
