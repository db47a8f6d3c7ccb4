/** What the designers of forms and processes have in common: bar, pill, problems. */
export default {
  draft: {
    saved: 'Saved',
    dirty: 'Saving',
    saving: 'Saving',
    offline: 'Offline, kept in this browser',
    conflict: 'Conflict',
    failed: 'Not saved',
    problems: 'Problems',
    errors: '{n} error | {n} errors',
    warnings: '{n} warning | {n} warnings',
    allProblems: 'All {n}',
    locate: 'Show',
    canPublish: 'No errors, ready to publish',
    cannotPublish: 'Fix the errors to publish',
  },
}
