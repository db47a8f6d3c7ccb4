/** The one clock of the server. Tests move it (`advance`); nobody else reads the machine's time where a decision depends on it. */
export class Clock {
  private ahead = 0
  private readonly listeners = new Set<() => void>()

  now(): Date {
    return new Date(Date.now() + this.ahead)
  }

  /** Moves the clock forward for good and tells those who sleep until a time. */
  advance(milliseconds: number): Date {
    this.ahead += milliseconds
    for (const listener of this.listeners) listener()
    return this.now()
  }

  /** Called after every jump; answers how to stop listening. */
  onJump(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
}
