import type { MigrationInterface } from 'typeorm'

/** In order, forward only; a released one is never edited. One file per feature or change. TypeORM wants a number in the class name. */
export const migrations: (new () => MigrationInterface)[] = []
