import { Module } from '@nestjs/common'
import { LinksController } from './links.controller.js'
import { PublicController } from './public.controller.js'

@Module({ controllers: [LinksController, PublicController] })
export class LinksModule {}
