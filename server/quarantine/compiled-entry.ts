import { basename, dirname, join } from 'node:path'

/**
 * Path of a child's compiled entry, such as `expressions/expression-child.js`. A child is plain node, so it always runs the
 * compiled file, also when the caller itself runs from source, as under jest.
 */
export const compiledEntry = (file: string): string => {
  const server = dirname(import.meta.dirname)
  return join(basename(server) === 'dist' ? server : join(server, 'dist'), file)
}
