import { readDefinition } from '#core/process/read-definition'

const file = (message: string, flow: string, shape = 'p') => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"
  xmlns:tns="http://example.com/orders" xmlns:other="http://example.com/others" targetNamespace="http://example.com/orders">
  <message id="paid" name="paid"/>
  <process id="p" isExecutable="true">
    <laneSet id="lanes"><lane id="lane"><flowNodeRef>
      wait
    </flowNodeRef></lane></laneSet>
    <startEvent id="start"><outgoing>${flow}</outgoing></startEvent>
    <intermediateCatchEvent id="wait"><messageEventDefinition messageRef="${message}"/></intermediateCatchEvent>
    <sequenceFlow id="f" sourceRef="start" targetRef="wait"/>
  </process>
  <bpmndi:BPMNDiagram><bpmndi:BPMNPlane id="plane" bpmnElement="${shape}"/></bpmndi:BPMNDiagram>
</definitions>`

const codes = async (xml: string) => (await readDefinition(xml)).problems.map(({ code, at, severity }) => [severity, code, at])

describe('references', () => {
  it.each([
    ['as they stand', 'paid', 'f'],
    ['with spaces around them', ' paid ', '\n f \n'],
    ["with the prefix of the file's own namespace", 'tns:paid', 'tns:f'],
  ])('are found %s', async (_how, message, flow) => {
    const { processes } = await readDefinition(file(message, flow))
    expect(processes[0]?.nodes.map(node => [node.id, node.events])).toEqual([
      ['start', []],
      ['wait', [{ type: 'message', name: 'paid' }]],
    ])
  })

  it('are refused with the prefix of another namespace, and where there is nothing', async () => {
    expect(await codes(file('other:paid', 'f'))).toEqual([['error', 'UNRESOLVED_REFERENCE', 'wait']])
    expect(await codes(file('paid', 'g'))).toEqual([['error', 'UNRESOLVED_REFERENCE', 'start']])
  })

  it('from a shape to nothing are told, and refuse nothing', async () => {
    expect(await codes(file('paid', 'f', 'gone'))).toEqual([['warning', 'SHAPE_OF_NOTHING', 'plane']])
  })
})
