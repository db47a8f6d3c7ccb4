/** Headings of notices: NOTE as an admin wrote it, the others by their code. */
export default {
  NOTE: '{title}',
  TASK_NEW: 'New task: {body}',
  TASK_DUE: 'Task is due: {body}',
  TASK_TRANSFERRED: 'Handed over to you: {body}',
  TASK_URGED: 'You are asked to hurry: {body}',
  TASK_COPIED: 'For your information: {body}',
  TASK_ESCALATED: 'Overdue, and brought to you: {body}',
  REPAIR_NEW: 'A process stands still at “{body}”',
}
