/** What the checker says about approval steps. */
export default {
  APPROVAL_WITHOUT_VOTE: { says: 'Nobody can approve or refuse at this step.', mend: 'Turn one of the two on.' },
  THRESHOLD_OUT_OF_REACH: {
    says: '{wanted} votes are needed, and all approvers together have {most}.',
    mend: 'Lower the threshold or name more approvers.',
  },
  OVERDUE_WITHOUT_DUE: { says: 'There are reminders, and no due time.', mend: 'Set a due time for the step.' },
  RETURN_TARGET_UNKNOWN: {
    says: 'A return leads to “{name}”, which is no step of people.',
    mend: 'Choose a step of the diagram.',
  },
  OUTCOMES_IGNORED: { says: 'An approval is approved or refused; other verbs listed here are ignored.', mend: 'Remove them.' },
  THRESHOLD_IGNORED: { says: 'A threshold has no effect in this mode.', mend: 'Choose ratio or weighted votes, or remove it.' },
  REFUSAL_NEVER_REACHED: {
    says: 'Before {refuse} % have refused it can no longer reach {approve} % and is refused anyway.',
    mend: 'Lower the threshold of refusal, or leave it out.',
  },
}
