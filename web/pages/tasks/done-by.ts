import type { InstanceInfo, ProgressStep } from '../../../server/instances/instances.api'
import type { TaskInfo } from '../../../server/tasks/tasks.api'

/** The step of the progress line that a finished task is: the one that ended when it did. */
export const doneBy = (
  task: Pick<TaskInfo, 'name' | 'completedAt'>,
  instance: Pick<InstanceInfo, 'steps'>,
): ProgressStep | undefined =>
  instance.steps.find(step => step.at !== undefined && step.at === task.completedAt && step.name === task.name)
