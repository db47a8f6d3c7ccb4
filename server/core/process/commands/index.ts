import type { Problem } from '../../problem.js'
import type { Command } from '../command.js'
import type { Run } from '../run.js'
import { act } from './act.js'
import { activate } from './activate.js'
import { cancelInstance } from './cancel-instance.js'
import { handOver } from './hand-over.js'
import { reactivate, takeBack, urge, withdraw } from './initiator.js'
import { jobDone, jobFailed } from './job.js'
import { message } from './message.js'
import { resolveRepair } from './resolve-repair.js'
import { recheck } from './recheck.js'
import { migrate } from './migrate.js'
import { modify } from './modify.js'
import { returning } from './return.js'
import { setDue } from './set-due.js'
import { signal } from './signal.js'
import { start } from './start.js'
import { assign, claim, completeTask } from './task.js'
import { fireTimer } from './fire-timer.js'

export type Of<Type extends Command['type']> = Extract<Command, { type: Type }>
/** Checks the command and puts it into effect up to the first moving token; the queue does the rest. A Problem refuses it. */
export type Handler<Type extends Command['type']> = (
  run: Run,
  command: Of<Type>,
) => Problem | undefined | Promise<Problem | undefined>

export const commands: { [Type in Command['type']]: Handler<Type> } = {
  start,
  complete: completeTask,
  act,
  urge,
  withdraw,
  takeBack,
  reactivate,
  return: returning,
  modify,
  migrate,
  handOver,
  claim,
  assign,
  fireTimer,
  setDue,
  message,
  signal,
  recheck,
  activate,
  jobDone,
  jobFailed,
  resolveRepair,
  continue: () => undefined,
  cancel: cancelInstance,
}
