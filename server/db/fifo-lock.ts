/** A lock whose waiters are served in the order of their coming. SQLite has one writer; this queue decides who it is. */
export class FifoLock {
  private held = false
  private waiting: { enter: () => void; timer: NodeJS.Timeout }[] = []

  /** Rejects after `milliseconds` of waiting; the caller then owns nothing. */
  acquire(milliseconds: number): Promise<void> {
    if (!this.held) {
      this.held = true
      return Promise.resolve()
    }
    return new Promise((enter, refuse) => {
      const timer = setTimeout(() => {
        this.waiting = this.waiting.filter(entry => entry.timer !== timer)
        refuse(new Error(`no turn to write within ${milliseconds} ms`))
      }, milliseconds)
      this.waiting.push({ enter, timer })
    })
  }

  release(): void {
    const next = this.waiting.shift()
    if (!next) {
      this.held = false
      return
    }
    clearTimeout(next.timer)
    next.enter()
  }
}
