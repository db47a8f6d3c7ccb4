/** Findings that concern loops. */
export default {
  LOOP_WITHOUT_COUNT: {
    says: 'It runs several times, but nothing says how often',
    mend: 'Give a number of times (cardinality) or a list to go through.',
  },
  LOOP_WITHOUT_END: {
    says: 'The loop has neither a condition nor a maximum: it would run for ever',
    mend: 'Give a condition under which it goes on, or a maximum.',
  },
  LOOP_EVENT_NOT_UNDERSTOOD: {
    says: 'The event that this loop is to throw is missing or cannot be thrown',
    mend: 'Refer to a signal, message, escalation or error, and give each complex behaviour a condition.',
  },
}
