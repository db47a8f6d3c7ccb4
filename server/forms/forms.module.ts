import { Module, type OnApplicationBootstrap } from '@nestjs/common'
import { InjectDataSource } from '@nestjs/typeorm'
import type { DataSource } from 'typeorm'
import { FormsController } from './forms.controller.js'
import { resumePublications } from './publish-form.js'

@Module({ controllers: [FormsController] })
export class FormsModule implements OnApplicationBootstrap {
  constructor(@InjectDataSource() private readonly db: DataSource) {}

  /** Publications that a crash interrupted go on before the first request. */
  async onApplicationBootstrap(): Promise<void> {
    await resumePublications(this.db)
  }
}
