/** Findings about events, compensation, calls, and how branches come together. */
export default {
  LINK_NAME_MISSING: { says: 'The link event has no name', mend: 'Give throw and catch the same link name.' },
  LINK_WITHOUT_CATCH: {
    says: 'No link catch event is named {link} here',
    mend: 'Draw a catch event with this link name in the same process or sub-process.',
  },
  LINK_CATCH_TWICE: { says: 'Two link catch events are named {link}', mend: 'Keep one of them, or rename it.' },
  LINK_FLOW: {
    says: 'A flow ({flow}) leads out of a link throw or into a link catch',
    mend: 'Remove the flow; the link itself leads on.',
  },
  COMPENSATION_FLOWS: {
    says: 'A compensation event or handler has a sequence flow ({flow})',
    mend: 'Remove the flow; tie the handler to its event by an association.',
  },
  COMPENSATION_HANDLER_MISSING: {
    says: 'The compensation event has no handler',
    mend: 'Draw an activity and an association from the event to it.',
  },
  NOT_FOR_COMPENSATION: {
    says: 'The handler of {event} is not marked as compensation',
    mend: 'Mark the activity as compensation (isForCompensation).',
  },
  COMPENSATION_HANDLER_UNUSED: {
    says: 'No compensation event leads to this handler',
    mend: 'Tie it to a compensation boundary event by an association, or remove the mark.',
  },
  COMPENSATION_ACTIVITY_UNKNOWN: {
    says: 'There is no activity {activity} to compensate in this scope',
    mend: 'Name an activity of the same process or sub-process, or none for all.',
  },
  CANCEL_OUTSIDE_TRANSACTION: {
    says: 'A cancel event outside of a transaction',
    mend: 'Use it at an end of a transaction, or on its boundary; elsewhere an error or terminate end.',
  },
  EVENT_SUB_PROCESS_FLOWS: {
    says: 'A flow ({flow}) is connected to an event sub-process',
    mend: 'Remove the flow; its start event begins it.',
  },
  INSTANTIATE_HAS_INCOMING: {
    says: 'What starts an instance has an incoming flow',
    mend: 'Remove the flow, or turn instantiate off.',
  },
  AD_HOC_EVENT: {
    says: 'An ad-hoc sub-process has no start or end events',
    mend: 'Remove the event; activities begin by themselves.',
  },
  DEADLOCK: {
    says: '{name} can wait for ever: {path}',
    mend: 'Join with the kind of gateway that split the flow, or let every branch come here.',
  },
  LACK_OF_SYNCHRONISATION: {
    says: '{name} can run twice: {path}',
    mend: 'Join the parallel branches with a parallel or inclusive gateway first.',
  },
  SIGNAL_MISSING: { says: 'The signal event names no signal', mend: 'Choose or create a signal.' },
  ESCALATION_MISSING: { says: 'The escalation event names no escalation', mend: 'Choose or create an escalation.' },
  EVENT_CONDITION_MISSING: { says: 'The conditional event has no condition', mend: 'Write the condition that it waits for.' },
  EVENT_SUB_PROCESS_START_MISSING: {
    says: 'The event sub-process has no start event',
    mend: 'Begin it with a start event that has a trigger.',
  },
  EVENT_SUB_PROCESS_TRIGGER_MISSING: {
    says: 'The start event of an event sub-process has no trigger',
    mend: 'Give it a message, timer, signal, condition, error or escalation.',
  },
  START_TRIGGER_INSIDE_ONLY: {
    says: 'A process cannot start by {trigger}',
    mend: 'Use it in an event sub-process, or choose another trigger.',
  },
  CALLED_PROCESS_MISSING: {
    says: 'No process is chosen, or it does not exist: {process}',
    mend: 'Choose a published process, or one of this file.',
  },
}
