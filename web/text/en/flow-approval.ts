/** Approval settings in the property panel. */
export default {
  approval: {
    title: 'Approval by several',
    hint: 'Gives each of the people above a task of their own: to approve, refuse, return, pass on or ask others.',
    how: 'When it is approved',
    mode: {
      any: 'Anyone: one is enough',
      all: 'Everyone has to agree',
      sequential: 'One after the other',
      ratio: 'A share of them',
    },
    says: {
      any: 'The first decision counts.',
      all: 'Approved when all agree, refused when one refuses.',
      sequential: 'The next is asked when the one before has agreed.',
      ratio: 'Approved when the share is reached, refused when it no longer can be.',
      weighted: 'Votes count by the weight of each person.',
    },
    approve: 'Needed',
    special: 'Special cases',
    empty: {
      title: 'When nobody is found',
      repair: 'Stop for an administrator to mend',
      administrator: 'An administrator approves',
      pass: 'Approved by itself',
      refuse: 'Refused by itself',
    },
    self: {
      title: 'When an approver is the initiator',
      allow: 'They approve it themselves',
      skip: 'Approved by itself',
      head: 'Their head of department approves',
    },
    repeat: {
      title: 'Whoever has approved before',
      never: 'Is asked again',
      consecutive: 'Not when that was the step before',
      anywhere: 'Not when that was any earlier step',
    },
    returnTo: {
      title: 'Can be returned to',
      initiator: 'The first step',
      previous: 'The step before',
      any: 'Any earlier step',
    },
  },
}
