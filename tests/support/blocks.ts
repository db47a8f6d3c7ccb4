import fc from 'fast-check'
import { aProcess, type Branch } from './process.js'

/** A block of a sound process: whatever is chosen, it comes out again. */
export type Block =
  | { type: 'user' }
  | { type: 'task' }
  | { type: 'timer' }
  | { type: 'sub'; inner: Block[] }
  | { type: 'exclusive' | 'parallel' | 'inclusive'; branches: Block[][] }
  /** Run twice by a flow that leads back; and by two children at once, or one after the other. */
  | { type: 'again' | 'each' | 'in-turn'; inner: Block[] }

const some = (kinds: readonly ('again' | 'each' | 'in-turn')[]) =>
  fc.letrec<{ blocks: Block[]; block: Block }>(tie => ({
    blocks: fc.array(tie('block'), { minLength: 0, maxLength: 3, depthIdentifier: 'nesting' }),
    block: fc.oneof(
      { maxDepth: 3, depthIdentifier: 'nesting', withCrossShrink: true },
      fc.constantFrom<Block>({ type: 'user' }, { type: 'task' }, { type: 'timer' }),
      fc.record({ type: fc.constantFrom('sub' as const, ...kinds), inner: tie('blocks') }),
      fc.record({
        type: fc.constantFrom('exclusive' as const, 'parallel' as const, 'inclusive' as const),
        branches: fc.array(tie('blocks'), { minLength: 2, maxLength: 3 }),
      }),
    ),
  }))
export const { blocks } = some([])
/** With loops, which end. */
export const { blocks: loopingBlocks } = some(['again', 'each', 'in-turn'])

const MULTI = (inTurn: boolean) =>
  `<bpmn:multiInstanceLoopCharacteristics isSequential="${inTurn}"><bpmn:loopCardinality>2</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>`

function draw(branch: Branch, parts: Block[], name: string): void {
  parts.forEach((part, index) => {
    const id = `${name}_${index}`
    if (part.type === 'user') branch.user(id)
    else if (part.type === 'task') branch.task(id)
    else if (part.type === 'timer') branch.timer(id, 'PT1H')
    else if (part.type === 'again') {
      const count = `count_${id}`
      draw(
        branch.gateway('exclusive', `${id}_merge`).script(id, `{ "${count}": ($exists(${count}) ? ${count} : 0) + 1 }`),
        part.inner,
        id,
      )
      // an even number of rounds ends it, so that it loops again when it is done again
      branch.split('exclusive', `${id}_again`, split =>
        split.when(`${count} % 2 = 1`, back => back.to(`${id}_merge`).stop()).otherwise(on => on.task(`${id}_on`)),
      )
    } else if ('inner' in part)
      branch.sub(id, inner => (draw(inner.start(`${id}_s`), part.inner, id), inner.end(`${id}_e`)), {
        loop: part.type === 'sub' ? '' : MULTI(part.type === 'in-turn'),
      })
    else {
      branch.split(part.type, id, split =>
        part.branches.forEach((inside, nth) => {
          // A step of its own in each branch, so that no two flows are the same.
          const fill = (inner: Branch) => draw(inner.task(`${id}_${nth}`), inside, `${id}_${nth}`)
          if (part.type === 'parallel') split.also(fill)
          else if (nth === 0) split.otherwise(fill)
          else split.when(`$contains(path, "${id}_${nth};")`, fill)
        }),
      )
      branch.gateway(part.type, `${id}_join`)
    }
  })
}

export const xmlOf = (parts: Block[]): string => {
  const process = aProcess('random').start()
  draw(process, parts, 'n')
  return process.end().xml()
}
