import { fees } from './fees.ts'

/** A session's cost that became nothing, in the words its fee has. */
const none = (state: 'forgiven' | 'waived'): string => `None, ${fees.states[state].toLowerCase()}`

/** Words of what becomes of a session: who came, who did not, and what that costs. */
export const outcome = {
  checkIn: 'Arrived',
  complete: 'Complete',
  completeAndPay: 'Complete and pay',
  noShow: 'Did not come',
  rebook: 'Next week',
  takeBackCheckIn: 'Not here after all',
  takeBackCompletion: 'Not completed after all',
  takeBackNoShow: 'Came after all',
  actions: 'What became of it',

  checkedIn: (client: string): string => `${client} has arrived`,
  completed: (client: string): string => `Completed ${client}`,
  markedNoShow: (client: string): string => `${client} did not come`,
  takenBack: (client: string): string => `${client}: taken back`,
  noShowFrom: (time: string): string => `Can be marked from ${time} on.`,

  noShowTitle: (client: string): string => `${client} did not come?`,
  confirmNoShow: 'Mark as not come',
  confirmNoShowFee: (fee: string): string => `Mark with ${fee} fee`,
  notYet: 'Not yet',

  free: 'Free of charge',
  forgiven: (count: number, most: number): string => `Forgiven: ${count} of ${most} in 30 days`,
  forgivenHelp: 'It costs nothing this time, and is written down.',
  forgivenUsed: (count: number, most: number): string =>
    most === 0
      ? 'The studio forgives none.'
      : `${count} of ${most} forgiven in 30 days, so this one counts.`,
  feeTitle: (fee: string): string => `${fee} fee`,
  pendingUntil: (when: string): string => `Pending until ${when}, then due. It can be let go.`,
  creditTaken: 'The session’s credit is used',
  creditLost: 'It comes off the client’s package. There is no fee.',
  creditBack: 'The credit goes back to the client’s package.',
  sessionTaken: 'It counts as one of the month’s sessions',
  sessionBack: 'It does not count towards the month’s sessions.',
  sessionLost: 'There is no fee.',
  lateTitle: (what: string): string => `Late: ${what}`,
  movedLate: 'It was moved after free cancelling had ended, so it counts as late.',
  waivedTitle: 'Let go: free of charge',

  movesLate: (until: string): string =>
    `Counts as late: it could be moved free of charge until ${until}.`,
  movesLateFee: (fee: string): string => `Cancelled after this move, it costs ${fee}.`,
  movesLateCredit: 'Cancelled after this move, it costs the credit.',
  movesLateSession: 'Cancelled after this move, it uses up one of the month’s sessions.',
  movesLateWaived: 'Let go: it does not count as late.',
  waive: 'Let it go',
  waiveHelp: 'Nothing is taken. A manager’s PIN is asked for.',
  waiveHelpManager: 'Nothing is taken. Your name and the reason are written down.',
  waiveReason: 'Why',
  waiveReasons: {
    illness: 'Illness',
    emergency: 'Emergency',
    our_mistake: 'Our mistake',
    goodwill: 'Goodwill',
    other: 'Another reason',
  },
  told: 'The client told us earlier',
  toldHelp: 'What counts is when the client told the studio.',
  toldDate: 'Told on',
  toldTime: 'At',
  toldReason: 'How we know',
  toldReasons: {
    voicemail: 'Voicemail',
    written: 'Written message',
    told_someone: 'Told someone here',
    other: 'Another way',
  },
  toldAt: 'Told us',

  excused: 'Cost',
  excuses: { forgiven: none('forgiven'), waived: none('waived') },
} as const
