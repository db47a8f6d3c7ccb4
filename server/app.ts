import 'reflect-metadata'
import { NestFactory } from '@nestjs/core'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import type { Logger } from 'pino'
import { AppModule } from './app.module.js'
import type { Config } from './config.js'
import { fastifyAdapter, prepareFastify } from './http/fastify.js'
import { nestLog } from './http/log.js'

/** The whole server, not listening yet: main.ts lets it listen, tests send requests into it. */
export async function makeApp(config: Config, log: Logger): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(config), fastifyAdapter(config, log), {
    logger: nestLog(log),
    bodyParser: false,
    abortOnError: false,
  })
  await prepareFastify(app)
  return app
}
