import { readFile } from 'node:fs/promises'
import { problem } from '#core/problem'
import { OWN_FILE } from '#core/process/bpmn/prescan'
import { readDefinition, type Definition } from '#core/process/read-definition'

/** A BPMN file from disk, read and judged as a bare file. A file that cannot be read is a finding like any other. */
export async function readDiagram(path: string): Promise<Definition> {
  try {
    return await readDefinition(await readFile(path, 'utf8'), undefined, OWN_FILE)
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code
    if (reason === undefined) throw error
    return { processes: [], problems: [{ ...problem('FILE_NOT_READ', path, { reason }), severity: 'error' }] }
  }
}
