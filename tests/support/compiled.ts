import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** Children are plain node and run the compiled server: compiles it when a source file is younger than the compiled entry. */
export const compileServer = (entry: string): void => {
  const compiled = join(root, 'server/dist', entry)
  if (existsSync(compiled) && youngest(join(root, 'server')) <= youngest(join(root, 'server/dist'))) return
  try {
    execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b', 'server'], { cwd: root, stdio: 'pipe' })
  } catch (error) {
    // Type errors elsewhere are `npm run check`'s business, as long as the entry is there.
    if (!existsSync(compiled)) throw error
  }
}

const youngest = (folder: string): number =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(
      entry =>
        entry.isFile() &&
        (folder.endsWith('dist')
          ? !entry.name.endsWith('.map')
          : entry.name.endsWith('.ts') && !entry.parentPath.includes('dist')),
    )
    .reduce((latest, entry) => Math.max(latest, statSync(join(entry.parentPath, entry.name)).mtimeMs), 0)
