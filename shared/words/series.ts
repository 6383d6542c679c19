/** Words of sessions that repeat. */
export const series = {
  repeat: 'Repeat…',
  title: (client: string): string => `Repeat for ${client}`,
  subtitle: (service: string, time: string): string => `${service} at ${time}`,
  weekdays: 'On',
  weekdayShort: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
  interval: 'How often',
  everyWeeks: (weeks: number): string => (weeks === 1 ? 'Every week' : `Every ${weeks} weeks`),
  ends: 'Ends',
  endsAfter: 'After a number',
  endsOn: 'On a day',
  count: 'Sessions',
  countWrong: 'Enter a number from 2 to 104.',
  last: 'Last day',
  needsWeekday: 'Choose at least one weekday.',

  dates: 'Dates',
  planning: 'Looking at every date',
  noDates: 'No date fits.',
  noDatesBody: 'Choose other weekdays, or a later last day.',
  free: 'Free',
  shifted: (time: string): string => `${time}: the clocks go forward on this day`,
  paidSingly: 'Paid by itself',
  thenSingle: 'Pay singly what is not covered',
  thenSingleHelp: 'Such a date is booked, and paid at the desk. Else it can only be left out.',
  choice: (date: string): string => `What about ${date}`,
  choose: 'Choose…',
  asPlanned: 'As planned',
  skip: 'Leave out',
  leave: 'Leave where it is',
  elsewhere: (time: string, trainer: string): string => `${time} · ${trainer}`,
  summary: (count: number, open: number): string =>
    open === 0
      ? `${count} ${count === 1 ? 'session' : 'sessions'}`
      : `${open} ${open === 1 ? 'date needs' : 'dates need'} a choice`,
  confirm: (count: number): string => `Book ${count} sessions`,
  booked: (client: string, count: number): string => `Booked ${count} sessions for ${client}`,

  section: 'Repeats',
  number: (number: number, count: number): string => `Session ${number} of ${count}`,
  oneOf: (count: number): string => `One of ${count} sessions that repeat`,
  change: 'Move this and following…',
  end: 'Cancel this and following…',
  changeTitle: 'Move this and the following sessions',
  changeHelp: 'Each stays on its day.',
  standsAt: (time: string, trainer: string): string => `Moved by itself: ${time}, ${trainer}`,
  late: (cost: string): string => `Counts as late. ${cost}`.trim(),
  lateTitle: (count: number): string =>
    count === 1
      ? 'One date counts as late: its free time to move has ended'
      : `${count} dates count as late: their free time to move has ended`,
  lateFees: (sum: string): string => `Cancelled after this move, they cost up to ${sum}.`,
  lateCredits: (count: number): string =>
    count === 1
      ? 'Cancelled after this move, one credit is lost.'
      : `Cancelled after this move, ${count} credits are lost.`,
  lateWaived: (count: number): string =>
    count === 1
      ? 'Waived: the date does not count as late'
      : `Waived: the ${count} dates do not count as late`,
  confirmMove: (count: number): string =>
    count === 1 ? 'Move one session' : `Move ${count} sessions`,
  moved: (count: number): string => `${count} ${count === 1 ? 'session' : 'sessions'} moved`,
  backTitle: 'Not all of it can go back',
  backHelp: 'Choose what becomes of the dates that are taken. Then all of the others go back.',
  confirmBack: (count: number): string =>
    count === 1 ? 'Put one session back' : `Put ${count} sessions back`,
  reinstated: (count: number): string =>
    `${count} ${count === 1 ? 'session' : 'sessions'} reinstated`,
  endTitle: (count: number): string =>
    count === 1 ? 'Cancel this session?' : `Cancel ${count} sessions?`,
  endPoint: 'This session and every later one of the series are cancelled. Earlier ones stay.',
  endFree: 'Free of charge',
  endLate: (days: readonly string[]): string => `Cancelled late: ${days.join(', ')}.`,
  endFee: (fee: string): string => `${fee} late cancellation fee`,
  endCredits: (count: number): string =>
    count === 1 ? 'One credit is lost' : `${count} credits are lost`,
  endBack: (sum: string): string => `${sum} that was paid becomes the client’s balance.`,
  keep: 'Keep them',
  confirmEnd: (count: number): string =>
    count === 1 ? 'Cancel one session' : `Cancel ${count} sessions`,
  ended: (count: number): string => `${count} ${count === 1 ? 'session' : 'sessions'} cancelled`,
} as const
