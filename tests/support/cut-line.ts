import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A line to the database that can be cut at a word: what stands between a server and its database in real life. */
export interface CutLine {
  /** The same database through this line. */
  url: string
  /** Cuts the next `times` connections that send this text: before it reaches the database, or when the database has answered it. */
  cutAt(text: RegExp, when: 'before' | 'after', times?: number): void
  /** Connections cut so far. */
  cuts(): number
  close(): Promise<void>
}

export async function aCutLine(url: string): Promise<CutLine> {
  const folder = mkdtempSync(join(tmpdir(), 'formloom-line-'))
  const path = join(folder, 's')
  const target = new URL(url).searchParams.get('socketPath')!
  const open = new Set<Socket>()
  let order: { text: RegExp; when: 'before' | 'after'; left: number } | undefined
  let cuts = 0
  const line = createServer(near => {
    const far = connect(target)
    let last = false
    const end = (): void => {
      near.destroy()
      far.destroy()
    }
    for (const socket of [near, far]) {
      open.add(socket)
      socket.on('error', end).on('close', end)
    }
    near.on('data', sent => {
      if (order && order.left > 0 && order.text.test(sent.toString('latin1'))) {
        order.left--
        cuts++
        if (order.when === 'before') return end()
        last = true
      }
      far.write(sent)
    })
    // an answer may come in parts: time for all of it
    far.on('data', answer => (last ? setTimeout(end, 50) : near.write(answer)))
  })
  await new Promise<void>(done => line.listen(path, done))
  const through = new URL(url)
  through.searchParams.set('socketPath', path)
  return {
    url: through.href,
    cutAt: (text, when, times = 1) => void (order = { text, when, left: times }),
    cuts: () => cuts,
    async close() {
      for (const socket of open) socket.destroy()
      await new Promise(done => line.close(done))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
