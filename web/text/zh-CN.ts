import { byArea } from './areas'

export const messages = byArea(import.meta.glob('./zh-CN/*.ts', { eager: true, import: 'default' }))
