import { Module, type DynamicModule } from '@nestjs/common'
import type { Config } from './config.js'
import { AppsModule } from './apps/apps.module.js'
import { CalendarsModule } from './calendars/calendars.module.js'
import { DbModule } from './db/db.module.js'
import { FilesModule } from './files/files.module.js'
import { FormsModule } from './forms/forms.module.js'
import { HomeModule } from './home/home.module.js'
import { InstancesModule } from './instances/instances.module.js'
import { IntakeModule } from './intake/intake.module.js'
import { JobsModule } from './jobs/jobs.module.js'
import { LinksModule } from './links/links.module.js'
import { ModificationModule } from './modification/modification.module.js'
import { OperationsModule } from './operations/operations.module.js'
import { ImportsModule } from './imports/imports.module.js'
import { TemplatesModule } from './templates/templates.module.js'
import { ProcessesModule } from './processes/processes.module.js'
import { RecordsModule } from './records/records.module.js'
import { TasksModule } from './tasks/tasks.module.js'
import { RulesModule } from './rules/rules.module.js'
import { GroundModule } from './ground.module.js'
import { HttpModule } from './http/http.module.js'
import { MessagesModule } from './messages/messages.module.js'
import { PeopleModule } from './people/people.module.js'
import { TestClockModule } from './test-clock.module.js'

/** The one list of features, low → high: a feature imports only those above its line, core, db and http. */
const features = [
  HttpModule,
  PeopleModule,
  AppsModule,
  CalendarsModule,
  FormsModule,
  FilesModule,
  RulesModule,
  RecordsModule,
  IntakeModule,
  JobsModule,
  ProcessesModule,
  InstancesModule,
  MessagesModule,
  TasksModule,
  ModificationModule,
  OperationsModule,
  HomeModule,
  LinksModule,
  ImportsModule,
  TemplatesModule,
]

@Module({})
export class AppModule {
  static with(config: Config): DynamicModule {
    return {
      module: AppModule,
      imports: [GroundModule.with(config), DbModule, ...features, ...(config.testClock ? [TestClockModule] : [])],
    }
  }
}
