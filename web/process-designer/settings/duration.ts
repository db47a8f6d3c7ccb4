/** A length of time of one unit; what is longer than that is shown as it is written. */
export type Unit = 'minutes' | 'hours' | 'days' | 'weeks' | 'months'
export const UNITS: Unit[] = ['minutes', 'hours', 'days', 'weeks', 'months']
const FORMS: Record<Unit, [before: string, after: string]> = {
  minutes: ['PT', 'M'],
  hours: ['PT', 'H'],
  days: ['P', 'D'],
  weeks: ['P', 'W'],
  months: ['P', 'M'],
}

export function readDuration(text: string): { amount: number; unit: Unit } | undefined {
  for (const unit of UNITS) {
    const [before, after] = FORMS[unit]
    const match = new RegExp(`^${before}(\\d+)${after}$`).exec(text)
    if (match) return { amount: Number(match[1]), unit }
  }
  return undefined
}

export const writeDuration = (amount: number, unit: Unit): string => FORMS[unit].join(String(amount))

/** `R/…`, `R3/…`, with or without a start, with a period of one unit. */
export function readCycle(text: string): { times?: number; start?: string; amount: number; unit: Unit } | undefined {
  const match = /^R(\d*)\/(?:([^/P][^/]*)\/)?(P[^/]+)$/.exec(text)
  const period = match && readDuration(match[3]!)
  if (!match || !period) return undefined
  return { ...(match[1] ? { times: Number(match[1]) } : {}), ...(match[2] ? { start: match[2] } : {}), ...period }
}

export const writeCycle = ({
  times,
  start,
  amount,
  unit,
}: {
  times?: number
  start?: string
  amount: number
  unit: Unit
}): string => [`R${times ?? ''}`, ...(start ? [start] : []), writeDuration(amount, unit)].join('/')
