import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common'
import { Observable, Subject } from 'rxjs'
import type { LiveEvent } from './api.js'

/**
 * Tells open browsers that something they can see has changed. It carries no content: they read again, through the same rights as ever.
 * In this process only: with several servers each tells its own browsers.
 */
@Injectable()
export class Live implements BeforeApplicationShutdown {
  private readonly streams = new Map<string, Set<Subject<LiveEvent>>>()

  publish(to: readonly string[] | 'all', event: LiveEvent): void {
    for (const user of to === 'all' ? this.streams.keys() : new Set(to))
      for (const stream of this.streams.get(user) ?? []) stream.next(event)
  }

  /** The events of one user until he leaves or `end` is called. */
  listen(user: string): Observable<LiveEvent> {
    return new Observable(watcher => {
      const stream = new Subject<LiveEvent>()
      const streams = this.streams.get(user) ?? new Set()
      this.streams.set(user, streams.add(stream))
      const watching = stream.subscribe(watcher)
      return () => {
        watching.unsubscribe()
        streams.delete(stream)
        if (streams.size === 0 && this.streams.get(user) === streams) this.streams.delete(user)
      }
    })
  }

  /** Closes the streams of a user whose rights have changed; browsers that still may listen connect again by themselves. */
  end(user: string): void {
    for (const stream of [...(this.streams.get(user) ?? [])]) stream.complete()
  }

  endAll(): void {
    for (const user of [...this.streams.keys()]) this.end(user)
  }

  listenersOf(user: string): number {
    return this.streams.get(user)?.size ?? 0
  }

  get listeners(): number {
    return [...this.streams.values()].reduce((sum, streams) => sum + streams.size, 0)
  }

  /** An open stream would keep the process alive. */
  beforeApplicationShutdown(): void {
    this.endAll()
  }
}
