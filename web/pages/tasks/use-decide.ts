import type { CompletedTask } from '../../../server/tasks/tasks.api'
import type { Problem } from '#core/problem'
import { ref } from 'vue'
import { ApiError } from '@/api/client'
import { completeTask } from '@/api/tasks'
import { t } from '@/text'
import { errorText } from '@/text/sentence'
import type { Verb } from './task-verbs'
import type { OpenTask } from './use-task'

export interface FormSheet {
  check(): Promise<boolean>
  refuse(problems: Problem[]): Promise<void>
}

/**
 * The one act of a task: checks what can be checked here, sends it once however often it is clicked, and says what came back.
 * Resolves to the server's answer, or undefined when nothing was done.
 */
export function useDecide(open: OpenTask, sheet: () => FormSheet | null | undefined) {
  const busy = ref('')
  /** At the opinion box. */
  const opinionFault = ref('')
  /** Above the verbs. */
  const told = ref('')

  async function decide(verb: Verb): Promise<CompletedTask | undefined> {
    const task = open.task.value
    if (!task || busy.value) return undefined
    opinionFault.value = told.value = ''
    if (verb.opinion && !open.opinion.value.trim()) {
      opinionFault.value = t('tasks.opinionNeeded', { verb: verb.text })
      return undefined
    }
    busy.value = verb.name
    try {
      if (!((await sheet()?.check()) ?? true)) {
        told.value = t('tasks.fillFirst')
        return undefined
      }
      const values = open.mine()
      open.keep()
      const answer = await completeTask(
        task.id,
        {
          outcome: verb.name,
          ...(open.opinion.value.trim() ? { opinion: open.opinion.value.trim() } : {}),
          ...(Object.keys(values).length > 0 ? { values } : {}),
          ...(task.record ? { rev: task.record.rev } : {}),
        },
        open.key(),
      )
      open.forget()
      return answer
    } catch (error) {
      await explain(error)
      return undefined
    } finally {
      busy.value = ''
    }
  }

  async function explain(error: unknown): Promise<void> {
    if (!(error instanceof ApiError)) return void (told.value = errorText(error))
    // No answer, or none that counts: the same try may be made again under the same key.
    if (error.status !== 0 && error.status < 500 && ![401, 408, 429].includes(error.status)) open.renewKey()
    switch (error.code) {
      case 'TASK_DONE':
      case 'TASK_CANCELLED':
      case 'NOT_YOURS':
      case 'IDEMPOTENCY_KEY_REUSED':
        // What happened meanwhile is shown by the task itself.
        return open.load()
      case 'RECORD_CHANGED':
        await open.load()
        told.value = t('tasks.recordChanged')
        return
      default:
        return showProblems(error)
    }
  }

  async function showProblems(error: ApiError): Promise<void> {
    const opinion = error.problems.find(problem => problem.at === 'opinion' || problem.code === 'OPINION_REQUIRED')
    const fields = error.problems.filter(problem => problem !== opinion)
    if (opinion) opinionFault.value = errorText(opinion)
    if (fields.length > 0 && error.status === 422 && sheet()) {
      await sheet()!.refuse(fields)
      told.value = t('tasks.fillFirst')
    } else if (!opinion) told.value = errorText(error)
  }

  return { busy, opinionFault, told, decide }
}
