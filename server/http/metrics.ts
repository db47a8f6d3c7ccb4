import { Injectable } from '@nestjs/common'

/** Figures for GET /metrics in Prometheus' text form. No names, ids or addresses: the page is open. */
@Injectable()
export class Metrics {
  private readonly answers = new Map<string, number>()
  private readonly gauges = new Map<string, { help: string; read: () => number | Promise<number> }>()

  countAnswer(method: string, status: number): void {
    const key = `method="${method}",status="${Math.floor(status / 100)}xx"`
    this.answers.set(key, (this.answers.get(key) ?? 0) + 1)
  }

  /** A figure that its owner reads when it is asked for, e.g. `formloom_jobs_due`. */
  gauge(name: string, help: string, read: () => number | Promise<number>): void {
    this.gauges.set(name, { help, read })
  }

  async text(): Promise<string> {
    const lines = [
      ...described('process_resident_memory_bytes', 'gauge', 'Resident memory in bytes.', [['', process.memoryUsage.rss()]]),
      ...described('process_uptime_seconds', 'gauge', 'Seconds since the start.', [['', Math.round(process.uptime())]]),
      ...described('formloom_http_answers_total', 'counter', 'Answers by method and class of status.', [...this.answers]),
    ]
    for (const [name, { help, read }] of this.gauges) lines.push(...described(name, 'gauge', help, [['', await read()]]))
    return `${lines.join('\n')}\n`
  }
}

const described = (name: string, type: string, help: string, values: [string, number][]): string[] => [
  `# HELP ${name} ${help}`,
  `# TYPE ${name} ${type}`,
  ...values.map(([labels, value]) => `${name}${labels ? `{${labels}}` : ''} ${value}`),
]
