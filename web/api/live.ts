import type { LiveEvent } from '../../server/http/api'
import { onScopeDispose } from 'vue'

type Listener = { kinds: LiveEvent['kind'][]; call: (event: LiveEvent) => void }

const listeners = new Set<Listener>()
let source: EventSource | undefined

/**
 * Calls back when something of these kinds changed on the server (server-sent events, one connection per page, reconnects by itself).
 * The event carries no data: re-read what is shown. Ends with the component.
 */
export function useLive(kinds: LiveEvent['kind'][], call: (event: LiveEvent) => void): void {
  const listener = { kinds, call }
  listeners.add(listener)
  open()
  onScopeDispose(() => {
    listeners.delete(listener)
    if (listeners.size === 0) close()
  })
}

function open(): void {
  if (source || typeof EventSource === 'undefined') return
  source = new EventSource('/api/v1/events')
  source.onmessage = message => {
    const event = JSON.parse(message.data as string) as LiveEvent
    for (const listener of listeners) if (listener.kinds.includes(event.kind)) listener.call(event)
  }
}

function close(): void {
  source?.close()
  source = undefined
}
