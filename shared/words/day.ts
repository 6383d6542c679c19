/** Words of the day: the grid, its toolbar and its states. */
export const day = {
  title: 'Day',
  previous: 'Previous day',
  next: 'Next day',
  today: 'Today',
  tomorrow: 'Tomorrow',
  yesterday: 'Yesterday',
  goTo: 'Go to date',
  goToFrom: (date: string): string => `${date}, go to date`,
  newBooking: 'New booking',
  sessions: (count: number): string => {
    if (count === 0) return 'No sessions'
    return count === 1 ? '1 session' : `${count} sessions`
  },
  unpaid: (count: number): string => `${count} to be paid`,
  shortDay: (minutes: number): string =>
    `The clocks go forward: this day has ${minutes / 60} hours.`,
  longDay: (minutes: number): string => `The clocks go back: this day has ${minutes / 60} hours.`,

  grid: (date: string): string => `Sessions on ${date}`,
  gridHelp:
    'Arrow keys move between times and trainers. Enter books a free time or opens a session. Alt with the arrow keys moves a session.',
  column: (trainer: string, hours: string, sessions: string): string =>
    `${trainer}, ${hours}, ${sessions}`,
  dayOff: 'Day off',
  inRoom: (service: string, room: string): string => `${service} · ${room}`,
  studioClosed: (reason: string | null): string => (reason ? `Closed: ${reason}` : 'Closed'),
  away: (reason: string | null): string => (reason ? `Away: ${reason}` : 'Away'),
  /** On hours that a trainer would have on another week. */
  otherHours: 'Other hours today',
  worksUntil: (from: string, until: string): string => `${from} – ${until}`,

  /** The ghost on an empty slot. */
  bookAt: (time: string): string => `${time} · Book`,
  moveHere: (time: string): string => `${time} · Move here`,
  /** What an empty slot is called when read aloud. */
  slot: (trainer: string, time: string): string => `Book ${trainer} at ${time}`,
  slotOff: (trainer: string, time: string): string =>
    `Book ${trainer} at ${time}, outside working hours`,
  slotMove: (trainer: string, time: string): string => `Move to ${trainer} at ${time}`,
  /** What a session is called when read aloud. */
  session: (parts: readonly string[]): string => parts.join(', '),
  timeSpan: (from: string, until: string): string => `${from} to ${until}`,

  paid: 'paid',
  unpaidMark: 'not paid',
  partRefunded: 'partly refunded',
  refunded: 'refunded',
  covered: 'covered',
  owed: 'over and not paid',
  statuses: {
    booked: 'booked',
    checked_in: 'arrived',
    completed: 'completed',
    no_show: 'did not come',
    cancelled: 'cancelled',
  },

  emptyTitle: 'No sessions yet',
  emptyBody: 'Choose a free time to book the first one.',
  emptyTrainer: 'No sessions on this day',
  noTrainersTitle: 'No trainers yet',
  noTrainersBody: 'The day shows one column per trainer. Ask a manager to add one.',
  nobodyWorks: 'Nobody works on this day',
  closed: 'A manager can book outside working hours.',
  closedForManager: 'You can still book; the form asks you to allow it.',
  loading: 'Loading the day',

  moving: (client: string): string => `Moving ${client}`,
  move: 'Move',
  leave: 'Leave it',
  moveAnnounced: (time: string, trainer: string): string =>
    `${time} with ${trainer}. Enter moves it, Escape leaves it.`,

  chooseSession: 'Go to an appointment first',
  chooseSessionHelp: 'Click it, or reach it with the arrow keys.',
  finishFirst: 'Finish or close the open form first',

  keys: {
    section: 'Day',
    today: 'Today',
    previous: 'Previous day',
    next: 'Next day',
    goTo: 'Go to date',
    find: 'New booking: find client',
    open: 'Book the free time, or open the session',
    arrows: 'Move in the grid',
    moveTime: 'Move the session by 15 minutes',
    moveTrainer: 'Move the session to another trainer',
    stretch: 'Make the session longer or shorter',
    cancel: 'Cancel the session',
    checkIn: 'Mark the client as arrived',
    complete: 'Complete the session and take payment',
    completeOnly: 'Complete the session',
    noShow: 'Mark the client as not come',
    rebook: 'Book the same time next week',
    pay: 'Take payment',
  },
} as const
