import { readDefinition } from '#core/process/read-definition'
import { bpmn, flow } from '../../support/process.js'
import { E, S, T, errors, gate, line, refused, sound, warnings, type Case } from './lint-cases.js'

const told = async (inside: string) => (await readDefinition(bpmn(inside))).problems

// Rest parameters: jest would give a missing last cell its `done` callback.
describe('lint of a bare file', () => {
  it.each(errors)('refuses %s', async (...[, code, at, inside, roots]: Case) => {
    const { processes, problems } = await readDefinition(bpmn(inside, roots))
    expect(problems).toContainEqual(expect.objectContaining({ severity: 'error', code, ...(at === undefined ? {} : { at }) }))
    expect(processes).toEqual([])
  })

  it.each(refused)('refuses %s by name', async (...[what, inside, roots]: [string, string, string?]) => {
    const { processes, problems } = await readDefinition(bpmn(inside, roots))
    expect(problems).toContainEqual(
      expect.objectContaining({
        severity: 'error',
        code: 'ELEMENT_NOT_EXECUTED',
        at: 'x',
        params: expect.objectContaining({ what }),
      }),
    )
    expect(processes).toEqual([])
  })

  it.each(warnings)('warns of %s and still runs', async (...[, code, at, inside, roots]: Case) => {
    const { processes, problems } = await readDefinition(bpmn(inside, roots))
    expect(problems).toContainEqual(expect.objectContaining({ severity: 'warning', code, at }))
    expect(processes).toHaveLength(1)
  })

  it.each([
    ['the plain line', sound],
    [
      'a loop into an exclusive merge',
      S +
        gate('exclusive', 'm') +
        T('t') +
        gate('exclusive', 'g', ' default="f4"') +
        E +
        flow('f1', 's', 'm') +
        flow('f2', 'm', 't') +
        flow('f3', 't', 'g') +
        flow('f4', 'g', 'e') +
        flow('f5', 'g', 'm', 'again'),
    ],
    ['implicit start and end', T('a') + T('b') + flow('f1', 'a', 'b')],
    [
      'foreign extensions and attributes',
      line(
        '<bpmn:task id="t" camunda:asyncBefore="true"><bpmn:extensionElements><camunda:properties><camunda:property name="a" value="b"/></camunda:properties></bpmn:extensionElements></bpmn:task>',
        't',
      ),
    ],
  ])('has nothing to say about %s', async (_what, inside) => {
    expect(await told(inside)).toEqual([])
  })

  it('says the line', async () => {
    const { problems } = await readDefinition(bpmn(`\n\n${S}\n${T('island')}\n${E}\n${flow('f', 's', 'e')}`))
    expect(problems).toEqual([
      expect.objectContaining({ code: 'UNREACHABLE', at: 'island', params: expect.objectContaining({ line: 8 }) }),
    ])
  })
})
