import { readDefinition } from '#core/process/read-definition'
import { graphOf, playXml } from '../../support/play.js'

const file = (task: string) => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="http://example.com">
  <process id="p" isExecutable="true">
    <startEvent id="s"/>${task}<endEvent id="e"/>
    <sequenceFlow id="f1" sourceRef="s" targetRef="t"/><sequenceFlow id="f2" sourceRef="t" targetRef="e"/>
  </process>
  <process id="q" isExecutable="true"><startEvent id="qs"/></process>
</definitions>`
const mappings = async (task: string) => {
  const { inputs, outputs } = (await graphOf(file(task))).nodes.find(node => node.id === 't')!
  return { inputs, outputs }
}
const listed = async (task: string) =>
  (await readDefinition(file(task))).problems.map(({ code, at, params }) => [code, at, params?.text])

describe('data mappings of other tools', () => {
  const zeebe = `<userTask id="t"><extensionElements><zeebe:ioMapping><zeebe:input source="=order.amount" target="sum"/><zeebe:output source="=ok and sum &gt; 5" target="done"/></zeebe:ioMapping></extensionElements></userTask>`

  it('of Camunda 8 are taken over', async () => {
    expect(await mappings(zeebe)).toEqual({
      inputs: [{ name: 'sum', value: 'order.amount' }],
      outputs: [{ name: 'done', value: expect.stringContaining('sum > 5') }],
    })
    const story = { start: { data: { order: { amount: 6 } } }, steps: [{ complete: 't', data: { ok: true } }] }
    expect((await playXml(file(zeebe), story)).data).toMatchObject({ done: true })
  })

  it('of a call in Camunda 7 are taken over', async () => {
    const call = `<callActivity id="t" calledElement="q"><extensionElements><camunda:in source="a" target="b"/><camunda:in variables="all"/><camunda:out sourceExpression="\${b + 1}" target="c"/></extensionElements></callActivity>`
    expect(await mappings(call)).toEqual({ inputs: [{ name: 'b', value: 'a' }], outputs: [{ name: 'c', value: 'b + 1' }] })
  })

  it('that are not simple, and outputs of Camunda 7, are listed, and it runs without them', async () => {
    const task = `<userTask id="t"><extensionElements><camunda:inputOutput><camunda:inputParameter name="x">\${amount}</camunda:inputParameter><camunda:inputParameter name="l"><camunda:list/></camunda:inputParameter><camunda:outputParameter name="y">\${x}</camunda:outputParameter></camunda:inputOutput></extensionElements></userTask>`
    expect(await mappings(task)).toEqual({ inputs: [{ name: 'x', value: 'amount' }], outputs: undefined })
    expect(await listed(task)).toEqual([
      ['FOREIGN_NOT_TRANSLATED', 't', 'inputParameter l'],
      ['FOREIGN_NOT_TRANSLATED', 't', 'outputParameter y'],
    ])
    const played = await playXml(file(task), { start: { data: { amount: 1 } }, steps: [{ complete: 't', data: { ok: true } }] })
    expect(played).toMatchObject({ status: 'completed', data: { amount: 1, ok: true } })
  })
})
