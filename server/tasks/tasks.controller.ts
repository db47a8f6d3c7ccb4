import { Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { inTransaction, reader, type Tx } from '../db/transaction.js'
import { askOf, earlierAnswer, idempotent } from '../http/idempotency.js'
import { Asked, Input } from '../http/input.js'
import { refuse } from '../http/refusal.js'
import { ENGINE, type Engine } from '../instances/engine.js'
import { Who } from '../people/access.js'
import { nameOf, type UserPrincipal } from '../people/principal.js'
import { completeTask } from './complete-task.js'
import { claimTask, transferTask } from './hand-over.js'
import { listTasks } from './list-tasks.js'
import { taskInfo } from './task-info.js'
import { lastView, viewTask } from './view-task.js'
import { CompleteTask, ListTasks, TransferTask, type CompletedTask, type TaskInfo, type TaskPage } from './tasks.api.js'

@Controller('api/v1/tasks')
export class TasksController {
  constructor(@Inject(ENGINE) private readonly engine: Engine) {}

  @Get()
  list(@Who() who: UserPrincipal, @Asked(ListTasks) asked: ListTasks): Promise<TaskPage> {
    const { search, ...rest } = asked
    return listTasks(reader(this.engine.db), who, { ...rest, ...(search ? { search } : {}) }, this.now())
  }

  @Get(':task')
  async read(@Who() who: UserPrincipal, @Param('task') id: string): Promise<TaskInfo> {
    const read = reader(this.engine.db)
    const info = await taskInfo(read, id, who, await lastView(read, id, who.id))
    if (!info) refuse(404, 'NO_SUCH_TASK')
    await inTransaction(this.engine.db, tx => viewTask(tx, id, who.id, this.now()))
    return info
  }

  @Post(':task/claim')
  @HttpCode(200)
  async claim(@Who() who: UserPrincipal, @Param('task') id: string): Promise<TaskInfo> {
    await claimTask(this.engine, id, who)
    return this.read(who, id)
  }

  @Post(':task/complete')
  @HttpCode(200)
  async complete(
    @Who() who: UserPrincipal,
    @Param('task') id: string,
    @Input(CompleteTask) asked: CompleteTask,
    @Req() request: FastifyRequest,
  ): Promise<CompletedTask> {
    const read = reader(this.engine.db)
    const ask = askOf(request, nameOf(who))
    let answer = await earlierAnswer<CompletedTask>(read, ask)
    if (answer) return answer.body
    const keep = async (tx: Tx): Promise<void> => {
      answer = await idempotent(tx, ask, this.engine.clock.now(), async () => ({
        status: 200,
        body: { next: await nextTask(tx, who.id, id) },
      }))
    }
    try {
      await completeTask(this.engine, id, who, asked, keep)
    } catch (error) {
      // the same request, sent twice at once: the other one has won, and its answer is ours
      const first = await earlierAnswer<CompletedTask>(read, ask)
      if (!first) throw error
      return first.body
    }
    return answer!.body
  }

  @Post(':task/transfer')
  @HttpCode(204)
  async transfer(@Who() who: UserPrincipal, @Param('task') id: string, @Input(TransferTask) asked: TransferTask): Promise<void> {
    await transferTask(this.engine, id, who, asked)
  }

  private now(): string {
    return this.engine.clock.now().toISOString()
  }
}

/** My most urgent open task besides the one that is being completed. */
async function nextTask(tx: Tx, user: string, but: string): Promise<string | null> {
  const [row] = await tx.query<{ id: string }>(
    `SELECT t.id FROM tasks t WHERE t.assignee = ? AND t.status = 'open' AND t.id <> ? ORDER BY CASE WHEN t.due_at IS NULL THEN 1 ELSE 0 END, t.due_at, t.id LIMIT 1`,
    [user, but],
  )
  return row?.id ?? null
}
