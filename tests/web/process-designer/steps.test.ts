import { parse } from '#core/process/bpmn/parse'
import { toModel } from '#core/process/bpmn/to-model'
import type { ElementModel, Model } from '#core/process/bpmn/model'
import { child } from '#core/process/bpmn/moddle'
import {
  dropApproval,
  MODES,
  putApproval,
  readApproval,
  REPEAT,
  RETURNS,
  SELF,
  EMPTY,
} from '@/process-designer/settings/approval'
import { compensable, readCompensation } from '@/process-designer/settings/compensation'
import { formal } from '@/process-designer/settings/edit'
import { declareRoot, eventOf, ROOTS, rootsOf } from '@/process-designer/settings/events'
import { loopKind, putLoop, putLoopKind, readLoop } from '@/process-designer/settings/loop'
import { putMappings, readMappings } from '@/process-designer/settings/mappings'
import { bringsAnyName, countersOf, variablesOf } from '@/process-designer/settings/variables'
import { diagram } from './diagram'

const STEPS = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:formloom="https://formloom.dev/schema/bpmn/1.0" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="t">
  <bpmn:process id="p" isExecutable="true">
    <bpmn:intermediateCatchEvent id="signal"><bpmn:signalEventDefinition id="s" /></bpmn:intermediateCatchEvent>
    <bpmn:intermediateThrowEvent id="escalation"><bpmn:escalationEventDefinition id="e" /></bpmn:intermediateThrowEvent>
    <bpmn:endEvent id="error"><bpmn:errorEventDefinition id="r" /></bpmn:endEvent>
    <bpmn:intermediateCatchEvent id="message"><bpmn:messageEventDefinition id="m" /></bpmn:intermediateCatchEvent>
    <bpmn:intermediateCatchEvent id="condition"><bpmn:conditionalEventDefinition id="c" /></bpmn:intermediateCatchEvent>
    <bpmn:intermediateThrowEvent id="link"><bpmn:linkEventDefinition id="l" /></bpmn:intermediateThrowEvent>
    <bpmn:endEvent id="undo"><bpmn:compensateEventDefinition id="u" /></bpmn:endEvent>
    <bpmn:userTask id="task" name="审阅">
      <bpmn:extensionElements><camunda:taskListener class="a" /><formloom:input name="x" value="1" /></bpmn:extensionElements>
    </bpmn:userTask>
    <bpmn:task id="undoing" isForCompensation="true" />
    <bpmn:serviceTask id="theirs">
      <bpmn:multiInstanceLoopCharacteristics camunda:collection="\${items}" camunda:elementVariable="one" />
    </bpmn:serviceTask>
    <bpmn:callActivity id="call" />
    <bpmn:adHocSubProcess id="adHoc" />
    <bpmn:complexGateway id="gateway" />
    <bpmn:subProcess id="handler" triggeredByEvent="true">
      <bpmn:startEvent id="caught"><bpmn:errorEventDefinition id="r2" /></bpmn:startEvent>
      <bpmn:endEvent id="undoOuter"><bpmn:compensateEventDefinition id="u2" /></bpmn:endEvent>
    </bpmn:subProcess>
    <bpmn:dataObject id="data" />
    <bpmn:dataObjectReference id="total" name="total" dataObjectRef="data" />
  </bpmn:process>
</bpmn:definitions>`

/** What the core makes of the diagram after it was written and read again. */
async function again(it: Awaited<ReturnType<typeof diagram>>): Promise<{ model: Model; node(id: string): ElementModel }> {
  const parsed = await parse(await it.xml())
  if (!('definitions' in parsed)) throw new Error(JSON.stringify(parsed))
  const model = toModel(parsed.definitions)
  return { model, node: id => model.processes[0]!.nodes.find(each => each.id === id)! }
}

describe('what events name', () => {
  test.each(ROOTS)('a %s is declared once, with a code where one is caught by it', async kind => {
    const it = await diagram(STEPS)
    const holder = eventOf(it.at(kind.toLowerCase()), kind)!
    for (const name of ['到货', '到货']) it.apply(declareRoot(it.create, it.definitions, holder, kind, name))
    expect(rootsOf(it.definitions, kind)).toHaveLength(1)
    const { model, node } = await again(it)
    const roots = { Message: model.messages, Error: model.errors, Signal: model.signals, Escalation: model.escalations }[kind]
    const code = kind === 'Error' || kind === 'Escalation' ? { code: '到货' } : {}
    expect(roots).toEqual([{ id: node(kind.toLowerCase()).events[0]!.ref, name: '到货', ...code }])
  })

  test('a condition', async () => {
    const it = await diagram(STEPS)
    it.apply(formal(it.create, eventOf(it.at('condition'), 'Conditional')!, 'condition', 'amount > 5', 'jsonata'))
    expect((await again(it)).node('condition').events[0]!.when).toBe('amount > 5')
  })

  test('compensation names an activity of its level, never a compensating one; an event sub-process also those around it', async () => {
    const it = await diagram(STEPS)
    const event = eventOf(it.at('undo'), 'Compensate')!
    const around = ['task', 'theirs', 'call', 'adHoc']
    expect(compensable(it.at('undo')).map(each => each.id)).toEqual([...around, 'handler'])
    expect(compensable(it.at('undoOuter')).map(each => each.id)).toEqual(around)
    it.apply([{ target: event, properties: { activityRef: it.at('task'), waitForCompletion: false } }])
    expect(readCompensation(event)).toEqual({ activity: 'task', wait: false })
    expect((await again(it)).node('undo').events[0]).toMatchObject({ activity: 'task', wait: false })
  })
})

describe('loops', () => {
  test('several over a list; the order changes and the settings stay', async () => {
    const it = await diagram(STEPS)
    const task = it.at('task')
    it.apply(putLoopKind(it.create, task, 'parallel'))
    it.apply(putLoop(it.create, task, { collection: 'reviewers', item: 'reviewer', output: 'votes', outputItem: 'outcome' }))
    it.apply(putLoop(it.create, task, { until: 'numberOfCompletedInstances >= 2' }))
    it.apply(putLoopKind(it.create, task, 'sequential'))
    expect(loopKind(task)).toBe('sequential')
    expect((await again(it)).node('task').loop).toEqual({
      type: 'multi',
      sequential: true,
      collection: 'reviewers',
      item: 'reviewer',
      output: 'votes',
      outputItem: 'outcome',
      until: 'numberOfCompletedInstances >= 2',
      behavior: 'all',
      complex: [],
    })
    it.apply(putLoop(it.create, task, { cardinality: '3', collection: '' }))
    expect(readLoop(task)).toMatchObject({ cardinality: '3', collection: '', item: 'reviewer' })
  })

  test('again while a condition holds; another kind begins anew; none takes it away', async () => {
    const it = await diagram(STEPS)
    const task = it.at('task')
    it.apply(putLoopKind(it.create, task, 'parallel'))
    it.apply(putLoop(it.create, task, { cardinality: '3' }))
    it.apply(putLoopKind(it.create, task, 'standard'))
    it.apply(putLoop(it.create, task, { while: 'loopCounter < 3', maximum: 5, testBefore: true }))
    expect((await again(it)).node('task').loop).toEqual({
      type: 'standard',
      while: 'loopCounter < 3',
      maximum: 5,
      testBefore: true,
    })
    it.apply(putLoop(it.create, task, { while: ' ', maximum: undefined, testBefore: false }))
    expect((await again(it)).node('task').loop).toEqual({ type: 'standard', testBefore: false })
    it.apply(putLoopKind(it.create, task, 'none'))
    expect((await again(it)).node('task').loop).toBeUndefined()
  })

  test('what another tool says about a list is shown, and ours wins', async () => {
    const it = await diagram(STEPS)
    expect(readLoop(it.at('theirs'))).toMatchObject({ collection: 'items', item: 'one' })
    it.apply(putLoop(it.create, it.at('theirs'), { collection: 'orders' }))
    expect((await again(it)).node('theirs').loop).toMatchObject({ collection: 'orders', item: 'one' })
    expect(await it.xml()).toContain('camunda:elementVariable="one"')
  })
})

describe('mappings', () => {
  test('written by direction; an empty value is the variable of the same name; other extensions stay', async () => {
    const it = await diagram(STEPS)
    const task = it.at('task')
    it.apply(putMappings(it.create, task, 'Output', [{ name: 'result', value: 'outcome' }]))
    it.apply(putMappings(it.create, task, 'Input', [{ name: 'amount', value: '' }]))
    expect((await again(it)).node('task')).toMatchObject({
      inputs: [{ name: 'amount', value: 'amount' }],
      outputs: [{ name: 'result', value: 'outcome' }],
    })
    expect(readMappings(task, 'Input')).toEqual([{ name: 'amount', value: '' }])
    expect(await it.xml()).toContain('camunda:taskListener')
  })

  test('the last one leaves no empty holder', async () => {
    const it = await diagram(STEPS)
    it.apply(putMappings(it.create, it.at('call'), 'Input', [{ name: 'a', value: '1' }]))
    it.apply(putMappings(it.create, it.at('call'), 'Input', []))
    expect(child(it.at('call'), 'extensionElements')).toBeUndefined()
  })
})

describe('names that expressions may use', () => {
  test('items, outputs, mappings, data objects, and counters where something counts', async () => {
    const it = await diagram(STEPS)
    expect(variablesOf(['theirs', 'task', 'total'].map(it.at))).toEqual(['one', 'x', 'total'])
    expect(countersOf([it.at('theirs')])).toContain('numberOfCompletedInstances')
    expect(countersOf([it.at('gateway')])).toContain('activationCount')
    expect(countersOf([it.at('task')])).toEqual([])
  })

  test('a signal, and a call that says nothing about its outputs, may bring any name', async () => {
    const it = await diagram(STEPS)
    expect(bringsAnyName([it.at('signal')])).toBe(true)
    expect(bringsAnyName([it.at('call')])).toBe(true)
    it.apply(putMappings(it.create, it.at('call'), 'Output', [{ name: 'x', value: '' }]))
    expect(bringsAnyName([it.at('call'), it.at('task')])).toBe(false)
  })
})

describe('approval', () => {
  test.each([
    ...MODES.map(mode => ({ mode })),
    ...EMPTY.map(empty => ({ empty })),
    ...SELF.map(self => ({ self })),
    ...REPEAT.map(repeat => ({ repeat })),
    ...RETURNS.map(returnTo => ({ returnTo })),
  ])('%j is understood by the core', async part => {
    const it = await diagram(STEPS)
    it.apply(putApproval(it.create, it.at('task'), part))
    const { settings, problems } = (await again(it)).node('task')
    expect(problems).toEqual([])
    const read = { ...settings.approval!, mode: settings.approval!.mode.type, empty: settings.approval!.empty.then }
    expect(read).toMatchObject(part)
  })

  test('a threshold goes with the mode that counts; off leaves nothing of it', async () => {
    const it = await diagram(STEPS)
    const task = it.at('task')
    it.apply(putApproval(it.create, task, { mode: 'ratio' }))
    it.apply(putApproval(it.create, task, { approve: '60%' }))
    expect(it.settings('task').approval?.mode).toEqual({ type: 'ratio', approve: { percent: 60 } })
    it.apply(putApproval(it.create, task, { mode: 'any' }))
    expect(readApproval(task)).toMatchObject({ mode: 'any', approve: '' })
    it.apply(dropApproval(it.create, task))
    expect(it.settings('task').approval).toBeUndefined()
    expect(await it.xml()).toContain('camunda:taskListener')
  })
})
