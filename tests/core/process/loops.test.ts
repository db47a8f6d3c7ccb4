import fc from 'fast-check'
import { aHost, anInstance, graphOf, Instance } from '../../support/play.js'
import { bpmn, flow } from '../../support/process.js'

jest.setTimeout(120_000)

const line = (activity: string, id = 'each'): string =>
  bpmn(`<bpmn:startEvent id="start"/>${activity}<bpmn:endEvent id="end"/>${flow('f1', 'start', id)}${flow('f2', id, 'end')}`)
const multi = (attributes: string, inside = ''): string =>
  `<bpmn:multiInstanceLoopCharacteristics ${attributes}>${inside}</bpmn:multiInstanceLoopCharacteristics>`

describe('loops', () => {
  it('come to the same end with bursts of any size', async () => {
    const xml = line(
      `<bpmn:scriptTask id="each">${multi('formloom:collection="list" formloom:item="one" formloom:output="all" formloom:outputItem="one * 2"')}<bpmn:script>{ "seen": one }</bpmn:script></bpmn:scriptTask>`,
    )
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 260 }), async (burst, count) => {
        const list = Array.from({ length: count }, (_, n) => n)
        const instance = await anInstance(xml, { list }, { burst })
        for (let left = 1_000; instance.state!.instance.status === 'running' && left > 0; left -= 1)
          await instance.send({ type: 'continue' })
        expect(instance.state).toMatchObject({ instance: { status: 'completed' }, tokens: [], scopes: [{ kind: 'process' }] })
        expect(instance.state!.variables.find(({ name }) => name === 'all')?.value ?? []).toEqual(list.map(n => n * 2))
        expect(instance.state!.variables.filter(({ scope }) => scope.includes('/'))).toEqual([])
      }),
      { numRuns: 25 },
    )
  })

  it('that are long are no endless loops; one drawn around a loop is', async () => {
    const many = line(`<bpmn:task id="each">${multi('', '<bpmn:loopCardinality>n</bpmn:loopCardinality>')}</bpmn:task>`)
    const long = await anInstance(many, { n: 300 }, { burst: 1_000, endless: 50 })
    expect(long.state!.instance.status).toBe('completed')
    const around = bpmn(
      `<bpmn:startEvent id="start"/><bpmn:task id="each">${multi('', '<bpmn:loopCardinality>1</bpmn:loopCardinality>')}</bpmn:task><bpmn:exclusiveGateway id="x"/>${flow('f1', 'start', 'x')}${flow('f2', 'x', 'each')}${flow('f3', 'each', 'x')}`,
    )
    const endless = await anInstance(around, {}, { burst: 10_000, endless: 50 })
    expect(endless.state!.repairs).toMatchObject([{ problem: { code: 'ENDLESS_LOOP' } }])
  })

  it('keep their items once, however many children there are', async () => {
    const xml = line(`<bpmn:userTask id="each">${multi('formloom:collection="list" formloom:item="one"')}</bpmn:userTask>`)
    const instance = new Instance(await graphOf(xml), aHost({ burst: 50 }))
    const list = Array.from({ length: 450 }, (_, n) => ({ n }))
    await instance.send({ type: 'start', by: 'alice', instance: 'i1', definition: 'd1', data: { list } })
    const pages = () => instance.state!.variables.filter(({ scope }) => scope.endsWith('/items')).map(({ name }) => name)
    expect(pages()).toEqual(['0', '1', '2'])
    while (instance.state!.tokens.some(({ waits }) => waits === 'spawn')) await instance.send({ type: 'continue' })
    expect(pages()).toEqual([])
    expect(instance.state!.tasks).toHaveLength(450)
  })
})
