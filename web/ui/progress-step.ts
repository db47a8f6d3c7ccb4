/** One step on the progress line. Parallel branches hang under the step that split (`branches`), and join before the next step. */
export interface ProgressStep {
  key: string
  state: 'done' | 'current' | 'repair' | 'predicted' | 'cancelled'
  title: string
  /** "何嘉敏，通过", "等你处理", "自动，两路都完成后" */
  who?: string
  /** Ready to read: "11-18 09:12", "预计今天". */
  time?: string
  /** The opinion that was written. */
  note?: string
  branches?: ProgressStep[][]
}

/** Is everything in this branch finished? Then its line to the join is solid. */
export const isDone = (steps: ProgressStep[]): boolean => steps.every(step => step.state === 'done')
