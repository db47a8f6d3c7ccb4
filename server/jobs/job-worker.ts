import { Inject, Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common'
import { InjectDataSource } from '@nestjs/typeorm'
import { DataSource } from 'typeorm'
import { Clock } from '../clock.js'
import { dialectOf } from '../db/transaction.js'
import { backOff } from './back-off.js'
import { claimJobs, freeLeases, LeaseLost, nextDueAt, releaseJob } from './claim-jobs.js'
import type { Job } from './jobs.js'

/** What a kind of job does. It ends the job with `finishJob` in the transaction of its work; what it throws is tried again later. */
export type JobHandler = (job: Job) => Promise<void>
/** Looks through claimed jobs, puts aside what must not be done now (hold-jobs.ts), answers the rest. */
export type JobSift = (jobs: Job[]) => Promise<Job[]>

/**
 * Works off due jobs: woken after commits of this process, else at the next due time, at the latest after 30 seconds (another server may
 * have added one). Handlers are given by the features above, one per kind.
 */
@Injectable()
export class JobWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  /** Jobs claimed at once, and how long they are ours. */
  private static readonly batch = 20
  private static readonly lease = 60_000
  private readonly log = new Logger('jobs')
  private readonly handlers = new Map<string, JobHandler>()
  private sift: JobSift = jobs => Promise.resolve(jobs)
  private stopped = true
  private again = false
  private running: Promise<void> | undefined
  private readonly underWay = new Set<Promise<unknown>>()
  private timer: NodeJS.Timeout | undefined
  private unlisten: () => void = () => undefined

  constructor(
    @InjectDataSource() private readonly db: DataSource,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  handle(kind: string, handler: JobHandler): void {
    this.handlers.set(kind, handler)
  }

  siftBy(sift: JobSift): void {
    this.sift = sift
  }

  async onApplicationBootstrap(): Promise<void> {
    this.stopped = false
    if (dialectOf(this.db).name === 'sqlite') await freeLeases(this.db, this.clock.now())
    this.unlisten = this.clock.onJump(() => this.wake())
    this.wake()
  }

  /** Claims nothing more and waits for what is under way. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true
    this.unlisten()
    clearTimeout(this.timer)
    await this.running
  }

  /** Call after a commit that added a job. Cheap; many calls become one look. */
  wake(): void {
    if (this.stopped) return
    this.again = true
    this.running ??= this.rounds().finally(() => {
      this.running = undefined
      if (this.again) this.wake()
    })
  }

  /** Does everything that is due now, waits for what is under way already, and answers how many jobs it tried itself. */
  async runDue(): Promise<number> {
    for (let done = 0; ;) {
      const jobs = await claimJobs(this.db, this.clock.now(), JobWorker.batch, JobWorker.lease)
      const mine = (jobs.length === 0 ? Promise.resolve(jobs) : this.sift(jobs)).then(due =>
        Promise.all(due.map(job => this.run(job))),
      )
      this.underWay.add(mine)
      await mine.finally(() => this.underWay.delete(mine))
      done += jobs.length
      if (jobs.length > 0) continue
      if (this.underWay.size === 0) return done
      await Promise.all(this.underWay)
    }
  }

  private async rounds(): Promise<void> {
    clearTimeout(this.timer)
    try {
      while (this.again && !this.stopped) {
        this.again = false
        await this.runDue()
      }
      await this.sleep()
    } catch (error) {
      this.log.error('looking for jobs failed', error instanceof Error ? error.stack : String(error))
      this.setTimer(5_000)
    }
  }

  private async run(job: Job): Promise<void> {
    try {
      const handler = this.handlers.get(job.kind)
      if (!handler) throw new Error(`nobody handles jobs of kind ${job.kind}`)
      await handler(job)
    } catch (error) {
      if (error instanceof LeaseLost) return
      this.log.warn(
        `job ${job.id} (${job.kind}), attempt ${job.attempts}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      )
      await releaseJob(this.db, job, new Date(this.clock.now().getTime() + backOff(job.attempts))).catch(() => undefined)
    }
  }

  private async sleep(): Promise<void> {
    const due = await nextDueAt(this.db)
    const longest = 15_000 + Math.random() * 15_000
    const wait = due ? due.getTime() - this.clock.now().getTime() : longest
    this.setTimer(Math.max(5, Math.min(wait, longest)))
  }

  private setTimer(milliseconds: number): void {
    if (this.stopped) return
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.wake(), milliseconds)
    this.timer.unref()
  }
}
