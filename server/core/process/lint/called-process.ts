import { problem } from '../../problem.js'
import { everyNode, type Rule } from './rule.js'

/** A call activity names what it calls; at publish it is a process of the file or a published one of the app. */
export const calledProcess: Rule = context => {
  const { model, known } = context
  return everyNode(context).flatMap(({ node }) => {
    if (!node.called) return []
    const { process } = node.called
    const inFile = model.processes.some(each => each.id === process && each.nodes.length > 0)
    const there = process !== '' && (inFile || !known || (known.processes ?? []).includes(process))
    return there ? [] : [problem('CALLED_PROCESS_MISSING', node.id, { name: node.name, process })]
  })
}
