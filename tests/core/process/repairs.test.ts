import { aProcess, bpmn, flow } from '../../support/process.js'
import { anInstance } from '../../support/play.js'

const S = '<bpmn:startEvent id="s"/>'
const E = '<bpmn:endEvent id="e"/>'

describe('repairs', () => {
  const deciding = bpmn(
    S +
      '<bpmn:exclusiveGateway id="g"/><bpmn:endEvent id="a"/><bpmn:endEvent id="b"/>' +
      flow('f1', 's', 'g') +
      flow('to-a', 'g', 'a', 'x = 1') +
      flow('to-b', 'g', 'b', 'x = 2'),
  )

  it('name every condition that was tried', async () => {
    const instance = await anInstance(deciding, { x: 3 })
    expect(instance.state!.repairs[0]!.problem).toMatchObject({
      code: 'NO_FLOW_TAKEN',
      params: {
        tried: [
          { flow: 'to-a', when: 'x = 1', result: 'false' },
          { flow: 'to-b', when: 'x = 2', result: 'false' },
        ],
      },
    })
  })

  it('are skipped by a flow that the person names', async () => {
    const instance = await anInstance(deciding, { x: 3 })
    const repair = instance.state!.repairs[0]!.id
    const skip = { type: 'resolveRepair', repair, how: 'skip' } as const
    expect(await instance.send(skip)).toEqual({ rejection: expect.objectContaining({ code: 'FLOW_REQUIRED' }) })
    expect(await instance.send({ ...skip, flow: 'f1' })).toEqual({ rejection: expect.objectContaining({ code: 'NO_SUCH_FLOW' }) })
    await instance.send({ ...skip, flow: 'to-b', result: { note: 'by hand' } })
    expect(instance.completed).toEqual(['g', 'b'])
    expect(instance.state).toMatchObject({ repairs: [], tokens: [], instance: { status: 'completed' } })
  })

  it('of a stuck join are skipped with what is there', async () => {
    const xml = bpmn(
      S +
        '<bpmn:exclusiveGateway id="g" default="f3"/><bpmn:task id="a"/><bpmn:task id="b"/><bpmn:parallelGateway id="j"/>' +
        E +
        flow('f1', 's', 'g') +
        flow('f2', 'g', 'a', 'false') +
        flow('f3', 'g', 'b') +
        flow('f4', 'a', 'j') +
        flow('f5', 'b', 'j') +
        flow('f6', 'j', 'e'),
    )
    const instance = await anInstance(xml)
    expect(instance.state!.repairs[0]!.problem).toMatchObject({ code: 'JOIN_STUCK', params: { missing: ['f4'] } })
    await instance.send({ type: 'resolveRepair', repair: instance.state!.repairs[0]!.id, how: 'skip' })
    expect(instance.state!.instance.status).toBe('completed')
  })
})

describe('long runs', () => {
  const chain = (length: number) => {
    const process = aProcess('p').start()
    for (let i = 0; i < length; i += 1) process.task(`t${i}`)
    return process.end().xml()
  }

  it('are cut at the burst and continued, without losing or repeating a step', async () => {
    const instance = await anInstance(chain(50), {}, { burst: 7 })
    const completed = [...instance.completed]
    while (instance.state!.instance.status === 'running') {
      expect(instance.state!.tokens).toEqual([expect.objectContaining({ waits: 'continue' })])
      await instance.send({ type: 'continue' })
      completed.push(...instance.completed)
    }
    expect(completed).toEqual(['start', ...Array.from({ length: 50 }, (_, i) => `t${i}`), 'end'])
  })

  it('of 10,000 rounds do not overflow', async () => {
    const xml = bpmn(
      S +
        '<bpmn:scriptTask id="t" formloom:resultVariable="i"><bpmn:script>i + 1</bpmn:script></bpmn:scriptTask><bpmn:exclusiveGateway id="g" default="f4"/>' +
        E +
        flow('f1', 's', 't') +
        flow('f2', 't', 'g') +
        flow('f3', 'g', 't', 'i < 10000') +
        flow('f4', 'g', 'e'),
    )
    const instance = await anInstance(xml, { i: 0 }, { burst: 100_000 })
    expect(instance.state!.instance.status).toBe('completed')
    expect(instance.state!.variables).toContainEqual(expect.objectContaining({ name: 'i', value: 10000 }))
  })

  it('that never wait stop with a repair, which a retry sets off again', async () => {
    const xml = bpmn(S + '<bpmn:task id="t"/>' + flow('f1', 's', 't') + flow('f2', 't', 't'))
    const instance = await anInstance(xml, {}, { burst: 10, endless: 35 })
    for (let i = 0; i < 3; i += 1) await instance.send({ type: 'continue' })
    expect(instance.state!.repairs).toEqual([
      expect.objectContaining({ element: 't', problem: expect.objectContaining({ code: 'ENDLESS_LOOP' }) }),
    ])
    await instance.send({ type: 'resolveRepair', repair: instance.state!.repairs[0]!.id, how: 'retry' })
    expect(instance.state!.tokens[0]!.waits).toBe('continue')
  })
})
