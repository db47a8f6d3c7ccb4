import type { MigrationInterface } from 'typeorm'
import { People0000000000002 } from './0002-people.js'
import { Links0000000000007 } from './0007-links.js'
import { Forms0000000000003 } from './0003-forms.js'
import { Records0000000000004 } from './0004-records.js'
import { Files0000000000005 } from './0005-files.js'
import { Rules0000000000006 } from './0006-rules.js'
import { Imports0000000000008 } from './0008-imports.js'
import { Processes0000000000010 } from './0010-processes.js'
import { Instances0000000000011 } from './0011-instances.js'
import { JobsOutbox0000000000012 } from './0012-jobs-outbox.js'
import { Notifications0000000000013 } from './0013-notifications.js'
import { Engine0000000000014 } from './0014-engine.js'
import { Calendars0000000000015 } from './0015-calendars.js'
import { Operations0000000000017 } from './0017-operations.js'
import { Messages0000000000016 } from './0016-messages.js'
import { Approvals0000000000018 } from './0018-approvals.js'
import { Parts0000000000019 } from './0019-parts.js'
import { Called0000000000020 } from './0020-called.js'
import { FlatHistory0000000000025 } from './0025-flat-history.js'
import { SeveralTriggers0000000000026 } from './0026-several-triggers.js'

/** In order, forward only; a released one is never edited. One file per feature or change. TypeORM wants a number in the class name. */
export const migrations: (new () => MigrationInterface)[] = [
  People0000000000002,
  Links0000000000007,
  Forms0000000000003,
  Records0000000000004,
  Files0000000000005,
  Rules0000000000006,
  Imports0000000000008,
  Processes0000000000010,
  Instances0000000000011,
  JobsOutbox0000000000012,
  Notifications0000000000013,
  Engine0000000000014,
  Calendars0000000000015,
  Messages0000000000016,
  Operations0000000000017,
  Approvals0000000000018,
  Parts0000000000019,
  Called0000000000020,
  FlatHistory0000000000025,
  SeveralTriggers0000000000026,
]
