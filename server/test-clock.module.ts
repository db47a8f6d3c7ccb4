import { Controller, HttpCode, Module, Post } from '@nestjs/common'
import { z } from 'zod'
import { Clock } from './clock.js'
import { Input } from './http/input.js'
import { Open } from './http/open.js'

/** ISO 8601 duration of weeks, days, hours, minutes and seconds: P1D, PT90M. */
const duration = z.string().regex(/^P(?=.)(?:\d+W)?(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?$/)
const Advance = z.strictObject({ advance: duration })

/** POST /api/v1/test/clock { advance: "P1D" } → { now }. Only there with NODE_ENV=test and FORMLOOM_TEST_CLOCK=1 (config.ts). */
@Controller('api/v1/test/clock')
@Open()
class TestClockController {
  constructor(private readonly clock: Clock) {}

  @Post()
  @HttpCode(200)
  advance(@Input(Advance) asked: z.infer<typeof Advance>): { now: string } {
    return { now: this.clock.advance(milliseconds(asked.advance)).toISOString() }
  }
}

@Module({ controllers: [TestClockController] })
export class TestClockModule {}

const units: Record<string, number> = { W: 604_800_000, D: 86_400_000, H: 3_600_000, M: 60_000, S: 1000 }
const milliseconds = (text: string): number =>
  [...text.matchAll(/(\d+)([WDHMS])/g)].reduce((sum, [, count, unit]) => sum + Number(count) * units[unit!]!, 0)
