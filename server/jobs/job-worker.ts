import { Inject, Injectable, Logger, Optional, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common'
import { InjectDataSource } from '@nestjs/typeorm'
import { DataSource } from 'typeorm'
import { Clock } from '../clock.js'
import { CONFIG, type Config } from '../config.js'
import { connectionLost, unreachable } from '../db/lost.js'
import { dialectOf } from '../db/transaction.js'
import { Metrics } from '../http/metrics.js'
import { backOff } from './back-off.js'
import { claimDue, freeLeases, LeaseLost, nextDueAt, releaseJob } from './claim-jobs.js'
import type { Job } from './jobs.js'

/** What a kind of job does. It ends the job with `finishJob` in the transaction of its work; what it throws is tried again later. */
export type JobHandler = (job: Job) => Promise<void>
/** Looks through claimed jobs, puts aside what must not be done now (hold-jobs.ts), answers the rest. */
export type JobSift = (jobs: Job[]) => Promise<Job[]>

/** Jobs claimed at once, and jobs under way at once: as many as the database gives connections to. */
const BATCH = 64
const AT_ONCE = 16

/**
 * Works off due jobs: woken after commits of this process, else at the next due time, at the latest after 30 seconds or a lease (another server may
 * have added one, or have died). Jobs of different instances run at the same time, those of one instance one after the other: they would only
 * overtake each other. Handlers are given by the features above, one per kind.
 */
@Injectable()
export class JobWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  /** Milliseconds that claimed jobs are ours. */
  private readonly lease: number
  private readonly log = new Logger('jobs')
  private readonly handlers = new Map<string, JobHandler>()
  private sift: JobSift = jobs => Promise.resolve(jobs)
  private stopped = true
  private again = false
  private running: Promise<void> | undefined
  /** Chains of jobs, each of one instance. */
  private readonly underWay = new Set<Promise<void>>()
  private readonly count = { done: 0, failed: 0, lost: 0 }
  private timer: NodeJS.Timeout | undefined
  private unlisten: () => void = () => undefined

  constructor(
    @InjectDataSource() private readonly db: DataSource,
    @Inject(Clock) private readonly clock: Clock,
    @Optional() @Inject(CONFIG) config?: Pick<Config, 'leaseSeconds'>,
    @Optional() @Inject(Metrics) metrics?: Metrics,
  ) {
    this.lease = (config?.leaseSeconds ?? 60) * 1000
    metrics?.gauge('formloom_jobs_done_total', 'Jobs that this server has done.', () => this.count.done)
    metrics?.gauge('formloom_jobs_failed_total', 'Attempts of this server that failed and come again.', () => this.count.failed)
    metrics?.gauge('formloom_jobs_lost_total', 'Jobs that others took over while this server had them.', () => this.count.lost)
  }

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
    await Promise.all(this.underWay)
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
    for (let tried = 0; ;) {
      const begun = await this.beginDue(() => false)
      tried += begun
      if (begun === 0 && this.underWay.size === 0) return tried
      await Promise.all(this.underWay)
    }
  }

  private async rounds(): Promise<void> {
    clearTimeout(this.timer)
    try {
      while (this.again && !this.stopped) {
        this.again = false
        // a slow one keeps its place, not the others: they are looked for while it runs
        await this.beginDue(() => this.stopped)
      }
      await this.sleep()
    } catch (error) {
      const away = unreachable(error) || connectionLost(error)
      if (away) this.log.warn('the database does not answer: jobs wait')
      else this.log.error('looking for jobs failed', error instanceof Error ? error.stack : String(error))
      this.setTimer(away ? 1_000 : 5_000)
    }
  }

  /** Begins what is due until nothing is, waiting only for a free place; answers how many. */
  private async beginDue(enough: () => boolean): Promise<number> {
    for (let begun = 0; ;) {
      if (enough()) return begun
      const claimed = performance.now()
      const { seen, jobs } = await claimDue(this.db, this.clock.now(), BATCH, this.lease)
      if (!seen) return begun
      begun += jobs.length
      const fresh = jobs.length === 0 ? jobs : await this.sift(jobs)
      for (const chain of byInstance(fresh)) {
        while (this.underWay.size >= AT_ONCE) await Promise.race(this.underWay)
        const run = this.runChain(chain, claimed + this.lease)
        this.underWay.add(run)
        void run.finally(() => {
          this.underWay.delete(run)
          // it may have been put off to a time before the one until which this worker sleeps
          this.wake()
        })
      }
    }
  }

  /** `until`: when they are no longer ours, in milliseconds of this process. Whoever has them then does not wait for us. */
  private async runChain(jobs: Job[], until: number): Promise<void> {
    for (const job of jobs) if (performance.now() < until) await this.run(job)
  }

  private async run(job: Job): Promise<void> {
    try {
      const handler = this.handlers.get(job.kind)
      if (!handler) throw new Error(`nobody handles jobs of kind ${job.kind}`)
      await handler(job)
      this.count.done++
    } catch (error) {
      if (error instanceof LeaseLost) {
        this.count.lost++
        return
      }
      this.count.failed++
      this.log.warn(
        `job ${job.id} (${job.kind}), attempt ${job.attempts}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      )
      // only while it is still ours: also after a COMMIT whose answer was lost, when it may be done (then its row is gone)
      await releaseJob(this.db, job, new Date(this.clock.now().getTime() + backOff(job.attempts))).catch(() => undefined)
    }
  }

  private async sleep(): Promise<void> {
    const due = await nextDueAt(this.db)
    const longest = Math.min(this.lease, 15_000 + Math.random() * 15_000)
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

/** In the order of their claim; jobs without an instance each by themselves. */
function byInstance(jobs: readonly Job[]): Job[][] {
  const chains = new Map<string, Job[]>()
  for (const job of jobs) {
    const key = job.instance ?? `.${job.id}`
    const chain = chains.get(key)
    if (chain) chain.push(job)
    else chains.set(key, [job])
  }
  return [...chains.values()]
}
