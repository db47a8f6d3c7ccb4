import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common'
import { InjectDataSource } from '@nestjs/typeorm'
import type { DataSource } from 'typeorm'
import { Clock } from '../clock.js'
import { CONFIG, type Config } from '../config.js'
import { inTransaction, reader } from '../db/transaction.js'
import { INTAKE } from '../intake/intake.js'
import type { IntakeDeps } from '../intake/submit-record.js'
import { createLink } from '../links/links.js'
import { organisationName } from '../people/organisation.js'
import {
  writeFreshCustomers,
  writePastCustomers,
  type DemoPlace,
  type FreshCustomer,
  type PastCustomer,
} from './demo-customers.js'
import { foundDemo, giveRoles, type DemoOrganisation } from './demo-organisation.js'
import { installTemplate } from './install-template.js'
import { readDemo, readTemplate } from './read-template.js'

const key = 'channel-customers'
const zone = 'Asia/Shanghai'

/** In demo mode an empty database gets an organisation, the app 渠道客户管理 and a year of its customers, before the first request. */
@Injectable()
export class FirstStart implements OnApplicationBootstrap {
  private readonly log = new Logger('demo')

  constructor(
    @InjectDataSource() private readonly db: DataSource,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(INTAKE) private readonly intake: IntakeDeps,
    private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (!this.config.demo) return
    const unfinished = join(this.config.dataDir, 'demo-unfinished')
    if ((await organisationName(reader(this.db))) !== undefined) {
      if (existsSync(unfinished))
        this.log.warn(
          'The first start was cut off: the demo is incomplete. To get a whole one, stop, empty the data folder and start again',
        )
      return
    }
    writeFileSync(unfinished, '')
    this.log.log('First start: making the demo organisation (DEMO=0 starts empty instead)')
    const now = this.clock.now()
    const organisation = readDemo<DemoOrganisation>(key, 'organisation.json')
    const users = await foundDemo(this.db, organisation, now)
    const by = users.admin!
    const deps = { db: this.db, evaluate: this.intake.evaluate, zone, by, at: now.toISOString() }
    const { forms } = await installTemplate(deps, readTemplate(key))
    await giveRoles(this.db, organisation, users)
    const place: DemoPlace = { intake: this.intake, form: forms.customer!, users, now, zone }
    const past = readDemo<PastCustomer[]>(key, 'customers.json')
    await writePastCustomers(place, past, done => this.log.log(`${done} of ${past.length} customers`))
    await writeFreshCustomers(place, readDemo<FreshCustomer[]>(key, 'fresh.json'), await this.makeLinks(place, by))
    rmSync(unfinished, { force: true })
  }

  private async makeLinks(place: DemoPlace, by: string): Promise<Record<string, { id: string; name: string }>> {
    const made: Record<string, { id: string; name: string }> = {}
    for (const [source, name] of [
      ['event', '线下活动'],
      ['website', '官网表单'],
      ['social', '社交媒体'],
    ] as const) {
      const link = { name, preset: { source }, form: place.form, by, at: place.now.toISOString() }
      made[source] = { id: await inTransaction(this.db, tx => createLink(tx, this.config.secret, link)), name }
    }
    return made
  }
}
