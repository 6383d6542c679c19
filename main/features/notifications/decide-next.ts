import type { MessageKind, SkipReason } from '../../../shared/messages.ts'
import type { Instant } from '../../../shared/time.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import {
  beginningAt,
  changeOf,
  decideMessage,
  decideOffer,
  decideOfferNews,
  isWanted,
  nextSequence,
  type Slot,
  type Statement,
} from './decide-message.ts'
import { findRecipient, type Recipient } from './find-recipient.ts'
import {
  findOffer,
  findOfferNews,
  findReminded,
  findStanding,
  takesPlace,
} from './find-standing.ts'
import type { OutboxRow } from './outbox-row.ts'
import { readTold, type ToldSession } from './told-sessions.ts'

/** What a queued message says now. */
export interface Letter {
  readonly recipient: Recipient
  readonly kind: MessageKind
  readonly slot: Slot
  /** Of a session that goes on: how it was. */
  readonly change: Extract<Statement, { kind: 'change' }> | null
  /** It goes on without the recipient: another trainer gives it. */
  readonly isHandedOver: boolean
  /** It is about a seat that they wait for, and not about one they have. */
  readonly isOffer: boolean
  /** The entry in the client's own calendar; null for what changes nobody's. */
  readonly entry: { readonly uid: string; readonly sequence: number } | null
  /** What the recipient knows once this has arrived; undefined for what tells nothing of it. */
  readonly tells: Slot | null | undefined
}

/** What a message that is to be sent would say at this moment, or why it says nothing any more. */
export function decideNext(
  database: StudioDatabase,
  message: OutboxRow,
  now: Instant,
): Letter | SkipReason {
  const recipient = findRecipient(database, message)
  if (typeof recipient === 'string') return recipient
  if (message.kind === 'reminder') return decideReminded(database, message, recipient, now)
  if (message.session_start !== null) return decideOffered(database, message, recipient, now)
  return decideTold(database, message, recipient, now)
}

function decideTold(
  database: StudioDatabase,
  message: OutboxRow,
  recipient: Recipient,
  now: Instant,
): Letter | SkipReason {
  const told = readTold(database, message) ?? {
    known: null,
    tried: [],
    isTold: false,
    uid: message.id,
    sequence: 0,
  }
  const standing = findStanding(database, message)
  const statement = decideMessage(told, standing, now)
  if (typeof statement === 'string') return statement
  const { wishes } = recipient
  if (wishes && !isWanted(wishes, statement, now, told.isTold)) return 'not_wanted'
  const isTrainer = message.recipient_type === 'trainer'
  return {
    recipient,
    kind: statement.kind,
    slot: statement.slot,
    change: statement.kind === 'change' ? statement : null,
    isOffer: false,
    isHandedOver: isTrainer && standing === null && takesPlace(database, message.appointment_id),
    // Trainers have a calendar file, which follows the book by itself.
    entry: isTrainer ? null : entryOf(database, message, told, now),
    tells: standing,
  }
}

/**
 * Two of one family at one address were given one entry for a class, before each had their own. A
 * cancellation under that id would take it from the other one too, so none goes with it.
 */
function entryOf(
  database: StudioDatabase,
  { appointment_id, recipient_id }: OutboxRow,
  { uid, sequence }: Pick<ToldSession, 'uid' | 'sequence'>,
  now: Instant,
): Letter['entry'] {
  const shared = database
    .prepare(
      `SELECT 1 FROM told_sessions AS t JOIN clients AS c ON c.id = t.recipient_id
         JOIN clients AS me ON me.id = @recipient
       WHERE t.recipient_type = 'client' AND t.appointment_id = @appointment AND t.uid = @uid
         AND t.recipient_id <> @recipient AND lower(c.email) = lower(me.email)`,
    )
    .get({ appointment: appointment_id, uid, recipient: recipient_id })
  return shared === undefined ? { uid, sequence: nextSequence(sequence, now) } : null
}

function decideReminded(
  database: StudioDatabase,
  message: OutboxRow,
  recipient: Recipient,
  now: Instant,
): Letter | SkipReason {
  const slot = findReminded(database, message)
  if (slot === null) return 'outdated'
  if (slot.startTime <= now) return 'too_late'
  const says = { kind: message.kind, slot, change: null, isHandedOver: false, entry: null }
  return { recipient, ...says, isOffer: false, tells: slot }
}

function decideOffered(
  database: StudioDatabase,
  message: OutboxRow,
  recipient: Recipient,
  now: Instant,
): Letter | SkipReason {
  const { slot, ...offer } = findOffer(database, message)
  const says = {
    recipient,
    isOffer: true,
    isHandedOver: false,
    entry: null,
    tells: undefined,
    change: null,
  }
  const problem = decideOffer(offer, now)
  if (message.kind === 'waitlist_offer' && problem === null) {
    return { ...says, kind: 'waitlist_offer', slot }
  }
  const told = findOfferNews(database, message)
  if (told.length === 0) return problem ?? 'unchanged'
  const news = decideOfferNews(told, offer, now)
  if (typeof news === 'string') return news
  // They know it by the time they were told.
  const before = { ...slot, ...beginningAt(news.before.startTime, slot.startTime, slot.endTime) }
  if (news.kind !== 'waitlist_offer') return { ...says, kind: news.kind, slot: before }
  return {
    ...says,
    kind: news.kind,
    slot,
    change: { kind: 'change', slot, before, changed: changeOf(before, slot) },
  }
}
