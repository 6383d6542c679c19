/** What can go over to another client, by table. */
const movable = {
  account_entries: 'account entry',
  appointments: 'session',
  client_packages: 'package',
  fees: 'fee',
  memberships: 'membership',
  pay_outs: 'pay-out',
  payments: 'payment',
  receipts: 'receipt',
  sales: 'sale',
  seats: 'seat in a group',
  series: 'series',
  waitlist: 'place on a waiting list',
} as const

/** Words of the clients' screen. */
export const clients = {
  title: 'Clients',
  /** Stands for the name of somebody who was erased. */
  erased: 'Erased client',
  show: 'Show the clients',
  search: 'Find a client',
  searchHint: 'Name, phone or e-mail',
  list: 'Clients',
  chosen: 'The chosen client',
  recent: 'Seen last',
  found: 'Best match first',
  keys: {
    find: 'Find a client',
    arrows: 'Move in the list',
    open: 'Open the client',
  },
  noneTitle: 'No clients yet',
  noneBody: 'They come with their first booking.',
  notFound: (text: string): string => `Nobody matches “${text}”.`,
  notFoundHint: 'Any part of a name, phone or e-mail will do.',
  chooseTitle: 'No client chosen',
  chooseBody: 'Type a part of a name, phone or e-mail, then Enter.',
  contact: 'Contact',
  phone: 'Phone',
  email: 'E-mail',
  none: 'None',
  messages: 'Messages',
  consents: { yes: 'Agreed to confirmations', no: 'Not written to' },
  since: 'Client since',
  noteOf: 'Note about the client',
  notes: 'Notes',
  visits: 'Visits',
  counts: (p: { visits: number; upcoming: number; noShows: number; cancelled: number }): string =>
    `${p.visits} came, ${p.upcoming} to come, ${p.cancelled} cancelled, ${p.noShows} did not come`,

  book: 'Book for this client',
  day: 'Day',
  openInDay: 'Open',
  openSession: (when: string): string => `Open in the day: ${when}`,
  new: 'New client',
  newTitle: 'New client',
  edit: 'Edit',
  editTitle: (name: string): string => `Edit ${name}`,
  cancel: 'Cancel',
  save: 'Save',
  saved: (name: string): string => `${name} was saved`,
  register: 'Register',
  registerAnyway: 'Register anyway',
  registered: (name: string): string => `${name} was registered`,

  similarTitle: 'May be on the list already',
  because: (reasons: readonly string[]): string => `Same ${reasons.join(', ')}`,
  looksLike: (name: string, reasons: readonly string[]): string =>
    `Looks like ${name}, same ${reasons.join(' and ')}`,
  reasons: { phone: 'phone', email: 'e-mail', name: 'name' },
  takeThis: 'Use this client',
  takeNamed: (name: string): string => `Use this client: ${name}`,
  duplicates: 'Possible duplicates',
  duplicatesHelp: 'Entries that may be one person.',
  noDuplicates: 'No two entries look alike.',

  when: 'When',
  status: 'Status',
  upcoming: 'Upcoming sessions',
  noUpcoming: 'Nothing is booked.',
  past: 'Past sessions',
  noPast: 'Nothing yet.',

  more: 'More about this client',
  merge: 'Merge…',
  mergeOf: (name: string): string => `Merge… the entries of ${name}`,
  mergeTitle: (name: string): string => `Merge into ${name}`,
  mergeHelp: 'Choose the other entry. This cannot be taken back.',
  mergeThis: (name: string): string => `The other entry is ${name}. This cannot be taken back.`,
  /** A field of one of the two, where both are compared with what they were. */
  mergeField: (field: string, side: 'keep' | 'merge'): string =>
    `${field}, ${side === 'keep' ? 'this entry' : 'other entry'}`,
  mergeShown: 'Shown before',
  mergeMoves: 'What moves',
  mergeBalance: (amount: string): string => `The balance together will be ${amount}.`,
  mergeLinks: 'Notes are joined. The other entry is not found any more; old links open this one.',
  mergeConfirm: 'Merge',
  mergedDone: (name: string): string => `Merged into ${name}`,
  moved: (table: string, count: number): string =>
    `${count} × ${Object.hasOwn(movable, table) ? movable[table as keyof typeof movable] : table.replaceAll('_', ' ')}`,

  exports: { html: 'Export to read (HTML)…', json: 'Export for a program (JSON)…' },
  exported: 'The data was saved',
  exportFailed: 'The data could not be saved',

  erase: 'Erase…',
  eraseTitle: (name: string): string => `Erase ${name}?`,
  eraseFirst: 'This must be settled first:',
  obstacles: {
    upcoming_sessions: (count: number): string =>
      `${count} upcoming ${count === 1 ? 'session' : 'sessions'}: cancel ${count === 1 ? 'it' : 'them'} in the day.`,
    waiting: (count: number): string =>
      `${count} ${count === 1 ? 'place' : 'places'} on a waiting list: take them off it.`,
    open_fees: (count: number): string =>
      `${count} open ${count === 1 ? 'fee' : 'fees'}: take the payment or waive ${count === 1 ? 'it' : 'them'}.`,
    balance: (_: number): string => 'Money on their account: pay it out.',
    credits: (count: number): string =>
      `${count} ${count === 1 ? 'credit' : 'credits'} left on a package: refund it.`,
    membership: (_: number): string => 'A membership that has not ended: end it.',
  },
  eraseMeans: (p: { sessions: number; receipts: number; oldCopies: number }): readonly string[] => [
    'Name, phone, e-mail and every note are erased for good, from the file, its search and its log. This cannot be taken back.',
    ...(p.sessions + p.receipts === 0
      ? []
      : [
          `${p.sessions} ${p.sessions === 1 ? 'session' : 'sessions'} and ${p.receipts} ${p.receipts === 1 ? 'receipt' : 'receipts'} stay, without the name. Totals stay as they are.`,
        ]),
    p.oldCopies === 0
      ? 'Backups you keep elsewhere still hold this person: delete them yourself.'
      : `${p.oldCopies} automatic ${p.oldCopies === 1 ? 'copy' : 'copies'} from before an update are deleted. Backups you keep elsewhere still hold this person: delete them yourself.`,
    'FitFlow writes its file anew, which takes some seconds in a large studio.',
  ],
  eraseType: (name: string): string => `Type “${name}” to confirm`,
  eraseConfirm: 'Erase for good',
  keepClient: 'Keep client',
  erasedDone: 'The client was erased',
} as const
