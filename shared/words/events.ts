import { count, howMany } from './event-counts.ts'
import { broker } from './event-broker.ts'
import { failures, rebuild, subscriptions } from './event-handling.ts'
import { archive, check, volume } from './event-upkeep.ts'

/** Words of the Events screen: the log, its handlers, and what they have not managed. */
export const events = {
  title: 'Events',
  rail: 'Events',
  railDead: 'failed for good',
  show: 'Show the events',
  keys: 'Events',
  keyTab: (tab: string): string => `Events: ${tab}`,
  keyRows: 'Go through the list, and open one',
  keyTabs: 'Go through the tabs',
  tabList: 'What to look at',
  tabs: {
    log: 'Log',
    subscriptions: 'Subscriptions',
    failures: 'Failures',
    volume: 'Volume',
    check: 'Check log',
  },
  deadOnTab: (dead: number): string => (dead === 1 ? '1 dead letter' : `${dead} dead letters`),
  seq: (seq: number): string => `#${seq}`,
  howMany,
  count,

  filter: {
    label: 'Filters',
    type: 'Event type',
    allTypes: 'All events',
    allOf: (family: string): string => `All of ${family}`,
    person: 'Person',
    findPerson: 'Any person',
    noPerson: 'Nobody of that name.',
    roles: {
      staff: { front_desk: 'Front desk', trainer: 'Trainer, signed in', manager: 'Manager' },
      trainer: 'Trainer, in the book',
      client: 'Client',
    },
    subject: (type: string, id: string): string => `${type} …${id}`,
    correlation: (id: string): string => `Request …${id}`,
    remove: (filter: string): string => `Remove filter: ${filter}`,
    clear: 'Clear filters',
  },
  families: {
    appointment: 'Bookings',
    payment: 'Payments',
    package: 'Packages',
    drawer: 'Cash drawer',
    earning: 'Earnings',
    client: 'Clients',
    staff: 'People',
    catalog: 'Catalogue',
    settings: 'Settings',
    messages: 'Messages',
    log: 'The log itself',
    delivery: 'Failures',
  } as Readonly<Record<string, string>>,

  list: 'Events, newest first',
  unknownType: (type: string): string => `“${type}”, from another version of FitFlow`,
  noneTitle: 'No event fits',
  noneBody: 'No event in the log fits all of these filters. Take one away to see more.',
  emptyTitle: 'The log is empty',
  emptyBody: 'Every booking, payment and sign-in is written here the moment it is made.',
  beginning: 'This is where the log begins.',
  noEarlier: 'Nothing earlier fits these filters.',
  more: 'Show earlier',

  panel: {
    title: (seq: number): string => `Event #${seq}`,
    loading: 'Reading the event',
    time: 'Time',
    by: 'By',
    type: 'Type',
    subject: 'Subject',
    subjectHint: (type: string): string => `Show everything about this ${type}`,
    subjectSeq: (seq: number): string => `its event no. ${seq}`,
    correlation: 'Request',
    correlationHint: 'Show everything this request did',
    typeHint: (type: string): string => `Show all ${type}`,
    receipt: 'Receipt',
    amount: 'Amount',
    id: 'Event id',
    caused: 'What it caused',
    causedNothing: 'Nothing followed from this event.',
    causedSome: (followed: number): string =>
      followed === 1
        ? '1 event followed from this one.'
        : `${followed} events followed from this one.`,
    causedBy: (seq: number): string => `It followed from event #${seq}.`,
    sameRequest: (others: number): string =>
      others === 1
        ? 'The request did 1 thing beside it.'
        : `The request did ${others} things beside it.`,
    thisEvent: 'this event',
    tree: 'Everything the request did, by cause',
    handlers: 'Handlers that failed',
    data: 'Data',
    metadata: 'Metadata',
    chain: 'Chain',
    hash: 'Hash',
    previousHash: 'Previous',
    dataHash: 'Data',
    first: 'This is the first event: there is none before it.',
    chainHint:
      'The hash covers this event, its data and the hash before it, so no event can be changed unnoticed.',
    erasedBadge: 'Erased',
    erased:
      'Its data was erased to protect a person. The event and its hash stand, so the chain still holds.',
    copy: (what: string): string => `Copy ${what}`,
    copied: 'Copied',
    copyData: 'data',
    copyMetadata: 'metadata',
    copyHash: 'hash',
    copyPrevious: 'previous hash',
    copyDataHash: 'data hash',
  },

  broker,
  subscriptions,
  rebuild,
  failures,
  volume,
  check,
  archive,
} as const
