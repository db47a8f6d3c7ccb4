import { everyFlow, everyNode, type Rule } from './rule.js'

const FOREIGN = 'FOREIGN_NOT_TRANSLATED'

/** Our own settings that cannot be read. */
export const badSettings: Rule = context =>
  everyNode(context).flatMap(({ node }) => node.problems.filter(found => found.code !== FOREIGN))

/** Other tools' hints that could not be taken over: listed for the admin, the diagram still opens. */
export const foreignHints: Rule = context =>
  everyNode(context).flatMap(({ node }) =>
    node.problems.filter(found => found.code === FOREIGN && (node.settings.foreign === undefined || !context.known)),
  )

/** Conditions and scripts of other tools decide where it goes: a bare file may hold them, a published process may not. */
export const foreignLogic: Rule = context => [
  ...everyNode(context).flatMap(({ node }) =>
    [
      ...(node.settings.foreign === undefined ? [] : node.problems),
      ...node.events.filter(event => event.type === 'Conditional').flatMap(event => event.problems),
    ].filter(found => found.code === FOREIGN),
  ),
  ...everyFlow(context).flatMap(({ flow }) => flow.problems),
]
