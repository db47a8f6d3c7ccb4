import { Module } from '@nestjs/common'
import { FirstStart } from './first-start.js'

@Module({ providers: [FirstStart] })
export class TemplatesModule {}
