import { byArea } from './areas'

export const messages = byArea(import.meta.glob('./en/*.ts', { eager: true, import: 'default' }))
