import type { LocalDate } from './time.ts'

/**
 * Names of what can change. A write says which topics it touched, a query says which it shows,
 * and only the queries that share a topic are read again.
 */
export type Topic = string & { readonly __topic: true }

const topic = (name: string): Topic => name as Topic

export const topics = {
  /** That time passes: what an answer says is said as of now, and may be another in a minute. */
  clock: topic('clock'),
  studio: topic('studio'),
  /** Whether the studio’s file can be relied on, and what FitFlow has to say about it. */
  condition: topic('condition'),
  session: topic('session'),
  staff: topic('staff'),
  catalog: topic('catalog'),
  clients: topic('clients'),
  activity: topic('activity'),
  /** What clients owe for cancelling late and for not coming. */
  fees: topic('fees'),
  /** What trainers earn, at which rates, and what was paid out. */
  earnings: topic('earnings'),
  /** The cash drawer: whether it is open, and what moved. */
  drawer: topic('drawer'),
  /** How far the subscriptions are, and what failed. */
  delivery: topic('delivery'),
  /** The walk along the log that is going on: checking it, or making a read model again. */
  logJob: topic('log-job'),
  /** The outbox, its settings and the test message. */
  messages: topic('messages'),
  /** How far the log is at the cloud endpoint. */
  sync: topic('sync'),
  /** Any session on any day. */
  book: topic('book'),
  /** Booked sessions that somebody has to decide about; a new booking is never one. */
  toDecide: topic('to-decide'),
  /** The copies of the studio, and how far the one is that is being made. */
  backups: topic('backups'),
  calendarFiles: topic('calendar-files'),
  /** One day of the book, in the studio's zone. */
  day: (date: LocalDate): Topic => topic(`day:${date}`),
  /** One client: who they are, and what they have and owe. */
  client: (id: string): Topic => topic(`client:${id}`),
  /** What a client paid and got back, and what the studio holds for them. */
  account: (clientId: string): Topic => topic(`account:${clientId}`),
  receipt: (receiptNumber: string): Topic => topic(`receipt:${receiptNumber}`),
  /** How far a client's export is. */
  clientExport: topic('client-export'),
  /** How far an export of earnings is. */
  earningsExport: topic('earnings-export'),
  appointment: (id: string): Topic => topic(`appointment:${id}`),
  /** The packages and memberships that can be bought. */
  products: topic('products'),
  /** What one client has bought, and what is left of it. */
  funding: (clientId: string): Topic => topic(`funding:${clientId}`),
}
