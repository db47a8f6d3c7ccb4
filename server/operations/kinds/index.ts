import { cancel } from './cancel.js'
import type { BatchKind } from './kind.js'
import { migrate } from './migrate.js'
import { purge } from './purge.js'
import { cancelRepairs, retryRepairs, skipRepairs } from './repairs.js'

/** What can be done to many instances or repairs at once: one file and one line each. */
const kinds: BatchKind[] = [cancel, migrate, purge, retryRepairs, skipRepairs, cancelRepairs]

export const kindNames = kinds.map(kind => kind.name)
export const kindNamed = (name: string): BatchKind | undefined => kinds.find(kind => kind.name === name)
