import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common'
import { InjectDataSource } from '@nestjs/typeorm'
import type { DataSource } from 'typeorm'
import { Clock } from '../clock.js'
import { inTransaction } from '../db/transaction.js'
import { forgetKeys } from './idempotency.js'

const hour = 3_600_000

/** Takes out what is only kept for a while. A failed round is made up for by the next one. */
@Injectable()
export class Sweep implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined

  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.round().catch(() => undefined), hour).unref()
  }

  onModuleDestroy(): void {
    clearInterval(this.timer)
  }

  private round(): Promise<number> {
    return inTransaction(this.db, tx => forgetKeys(tx, this.clock.now()))
  }
}
