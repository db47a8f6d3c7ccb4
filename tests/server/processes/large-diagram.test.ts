import { judgeDiagram } from '../../../server/processes/judge-diagram.js'
import { compileServer } from '../../support/compiled.js'
import { chain, diagram, end, start, user } from '../../support/diagram.js'

jest.setTimeout(120_000)
beforeAll(() => compileServer('processes/judge-child.js'))

const tasks = (count: number) => Array.from({ length: count }, (_, i) => `t${i}`)
const long = (count: number) =>
  diagram(
    start() +
      tasks(count)
        .map(id => user(id))
        .join('') +
      end() +
      chain('start', ...tasks(count), 'end'),
  )

it('reads a large honest diagram by way of the child', async () => {
  const xml = long(400)
  expect(Buffer.byteLength(xml)).toBeGreaterThan(64 * 1024)
  const { graph, problems } = await judgeDiagram(xml)
  expect(problems).toEqual([])
  expect(graph!.nodes).toHaveLength(402)
})

it('says what is wrong in a large one', async () => {
  const { graph, problems } = await judgeDiagram(long(400).replace('targetRef="t7"', 'targetRef="start"'))
  expect(graph).toBeUndefined()
  expect(problems.some(each => each.severity === 'error')).toBe(true)
})
