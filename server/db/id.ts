import { monotonicFactory } from 'ulid'

const next = monotonicFactory()

/** A new id: 26 characters, lower case, sortable by time of making; made by the application, never by the database. */
export const newId = (): string => next().toLowerCase()
