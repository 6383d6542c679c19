const sessions = (count: number): string => (count === 1 ? '1 session' : `${count} sessions`)
const days = (count: number): string => (count === 1 ? '1 day' : `${count} days`)

/** Words of what is bought ahead: packages and memberships. */
export const packages = {
  title: 'Packages & memberships',
  settingsTitle: 'Packages',
  loading: 'Loading what was bought ahead',
  sessions,

  // How a session is paid.
  paidWith: 'Paid with',
  bySingle: (price: string): string => `By itself, ${price}`,
  bySingleHelp: 'Paid at the desk, before or after the session.',
  packageAfter: (left: number, until: string): string =>
    left === 0
      ? `Its last session, valid until ${until}`
      : `${left} left after this, valid until ${until}`,
  membershipUnlimited: (until: string): string => `As often as they like, until ${until}`,
  membershipAfter: (left: number, until: string): string =>
    left === 0
      ? `The last of its month, runs until ${until}`
      : `${left} more this month, runs until ${until}`,
  changeSource: 'Change payment source',
  confirmSource: 'Change it',
  sourceChanged: (client: string): string => `${client}: payment source changed`,
  sourceLeft: (
    source: { readonly kind: 'single' } | { readonly kind: string; readonly name: string },
    price: string,
  ): string => {
    if (!('name' in source)) return `${price} is not asked for any more.`
    return source.kind === 'package'
      ? `One session goes back to “${source.name}” and keeps its last day.`
      : `It does not count towards the month’s sessions of “${source.name}” any more.`
  },
  noOtherSource: 'This client has nothing else that can pay it on that day.',
  covered: (name: string): string => `Covered by ${name}`,

  // A client's profile.
  none: 'Nothing bought ahead. Sessions are paid one by one.',
  sell: 'Sell',
  left: (left: number, credits: number): string => `${left} of ${credits} left`,
  picture: (left: number, held: number, used: number, lost: number): string =>
    [
      `${sessions(left)} left`,
      held > 0 ? `${held} booked` : '',
      used > 0 ? `${used} used` : '',
      lost > 0 ? `${lost} lost` : '',
    ]
      .filter((part) => part !== '')
      .join(', '),
  legend: { left: 'left', held: 'booked', used: 'used', lost: 'void or expired' },
  validUntil: (until: string): string => `Valid until ${until}`,
  expired: (on: string): string => `Ended ${on}`,
  lotUntil: (count: number, until: string): string => `${sessions(count)} until ${until}`,
  expiresSoon: 'Ends soon',
  over: 'Over',
  bought: (when: string, paid: string, receipt: string): string =>
    `Bought ${when} for ${paid}, receipt ${receipt}`,
  history: 'History',
  hideHistory: 'Hide history',
  hideHistoryOf: (name: string): string => `Hide history of ${name}`,
  historyOf: (name: string): string => `History of ${name}`,
  moves: {
    sold: 'Bought',
    held: 'Booked',
    used: 'Used',
    released: 'Given back',
    void: 'Void',
    expired: 'Expired',
  },
  untilDay: (until: string): string => `until ${until}`,
  actions: (name: string): string => `Actions for ${name}`,

  refund: 'Refund',
  refundOf: (name: string): string => `Refund ${name}`,
  refundTitle: (name: string): string => `Refund ${name}?`,
  refundPaid: 'Paid',
  refundUsed: (count: number, price: string): string => `${sessions(count)} used at ${price}`,
  refundExpired: (count: number): string => `${sessions(count)} expired, worth nothing`,
  refundPayExpired: 'Pay what has expired as well (needs a manager)',
  refundBack: 'Goes back',
  refundVoid: (count: number): string => `${sessions(count)} left on it become void.`,
  refundNothing: 'What was used cost as much as was paid: nothing goes back.',
  refundHeld: (count: number): string =>
    count === 1
      ? 'One booked session is still paid with it. Cancel or complete it first.'
      : `${count} booked sessions are still paid with it. Cancel or complete them first.`,
  refundTo: 'Where it goes',
  refundWays: { original: 'As it was paid', account: 'To their balance' },
  confirmRefund: (amount: string): string => `Refund ${amount}`,
  confirmVoid: 'Void what is left',
  refunded: (amount: string): string => `${amount} refunded`,
  keep: 'Keep it',

  states: { coming: 'Not begun', running: 'Running', paused: 'Paused', over: 'Over', void: 'Void' },
  from: (day: string): string => `From ${day}`,
  until: (day: string): string => `Until ${day}`,
  ended: (day: string): string => `Ended ${day}`,
  saleVoided: 'Its sale was voided or refunded',
  unlimited: 'As often as they like',
  perMonth: (count: number): string => `${sessions(count)} a month`,
  usedThisMonth: (used: number, of: number): string => `${used} of ${of} this month`,
  usedUnlimited: (used: number): string => `${sessions(used)} this month`,
  pauseOf: (from: string, until: string): string => `Paused ${from} – ${until}`,
  givenUp: (paidUntil: string): string => `Given up; it was paid until ${paidUntil}.`,
  monthly: (price: string): string => `${price} a month`,

  renew: 'Renew',
  renewTitle: (name: string): string => `Renew ${name}`,
  renewUntil: (until: string): string => `One more month: it then runs until ${until}.`,
  renewed: (until: string): string => `Renewed until ${until}`,
  pause: 'Pause',
  pauseTitle: (name: string): string => `Pause ${name}`,
  pauseFrom: 'First day',
  pauseUntil: 'Last day',
  pauseMeans: (length: number, until: string): string =>
    `${days(length)}; the membership then runs until ${until}.`,
  movedMonth: (sessionDays: readonly string[]): string =>
    sessionDays.length === 1
      ? `The session on ${sessionDays[0]} then counts in another month.`
      : `The sessions on ${sessionDays.join(', ')} then count in another month.`,
  resumeTitle: (name: string): string => `End the pause of ${name}?`,
  resumeMeans: (until: string): string =>
    `The member is back today; the membership then runs until ${until}.`,
  keepPause: 'Keep the pause',
  pauseWrong: 'The last day is before the first.',
  confirmPause: 'Pause',
  paused: (until: string): string => `Paused; runs until ${until}`,
  resume: 'End the pause',
  resumed: (until: string): string => `The pause is over; runs until ${until}`,
  end: 'Give up…',
  endTitle: (name: string): string => `Give up ${name}?`,
  lastDay: 'Last day',
  endMeans: 'Nothing goes back by itself. Until the last day it can be used as before.',
  confirmEnd: 'Give up',
  endedToast: (until: string): string => `Given up; its last day is ${until}`,
  reopen: 'Take the end back',
  reopened: (until: string): string => `It runs until ${until} again`,
  bookedOnThem: (count: number): string =>
    count === 1
      ? 'One session is booked with it on those days. Move or cancel it first.'
      : `${count} sessions are booked with it on those days. Move or cancel them first.`,

  // Selling.
  sellTitle: 'Sell a package or membership',
  product: 'What',
  noProducts: 'Nothing is sold ahead yet. A manager adds packages and memberships in the settings.',
  startsOn: 'Begins',
  sellPackage: (count: number, until: string): string => `${sessions(count)}, valid until ${until}`,
  sellMembership: (from: string, until: string): string => `From ${from} until ${until}`,

  // The manager's list.
  settingsHint: 'What clients can buy ahead. A change holds for what is sold from now on.',
  packagesTitle: 'Packages',
  packagesHint: 'A number of sessions, paid at once and valid for a time.',
  membershipsTitle: 'Memberships',
  membershipsHint: 'Paid by the month, with or without a limit.',
  addPackage: 'Add package',
  addMembership: 'Add membership',
  noPackages: 'No packages are sold yet.',
  noMemberships: 'No memberships are sold yet.',
  changePackage: 'Change package',
  changeMembership: 'Change membership',
  changeIt: 'Change',
  change: (name: string): string => `Change ${name}`,
  retire: 'Sell no more',
  retireOf: (name: string): string => `Sell ${name} no more`,
  restore: 'Sell again',
  restoreOf: (name: string): string => `Sell ${name} again`,
  retired: 'Not sold any more',
  retiredToast: (name: string): string => `${name} is not sold any more`,
  restoredToast: (name: string): string => `${name} is sold again`,
  savedToast: (name: string): string => `${name} is on sale`,
  changeMeans: 'What was sold before keeps its name, services and terms.',
  name: 'Name',
  nameMissing: 'Enter a name, for example “Ten sessions”.',
  price: 'Price',
  pricePerMonth: 'Price of a month',
  priceMissing: 'Enter the price.',
  credits: 'Sessions',
  creditsWrong: 'Enter a whole number from 1 to 1,000.',
  validity: 'Valid for',
  validityUnit: 'days',
  validityHelp: 'After the day it is bought.',
  validityWrong: 'Enter a whole number of days, from 1 to 3,660.',
  singlePrice: 'One session without it',
  singlePriceHelp: 'A refund takes this off for each session used.',
  limit: 'Sessions a month',
  limits: { unlimited: 'No limit', limited: 'So many' },
  limitWrong: 'Enter a whole number from 1 to 100.',
  services: 'Pays for',
  allServices: 'All services',
  someServices: 'Only these',
  servicesMissing: 'Choose at least one service.',
  servicesCount: (count: number): string => (count === 1 ? '1 service' : `${count} services`),
  save: 'Save',
  validFor: (count: number): string => `valid ${days(count)}`,
} as const
