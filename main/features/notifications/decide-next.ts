import type { MessageKind, SkipReason } from '../../../shared/messages.ts'
import type { Instant } from '../../../shared/time.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import {
  changeOf,
  decideMessage,
  isWanted,
  nextSequence,
  type Slot,
  type Statement,
} from './decide-message.ts'
import { decideOffer, decideOfferNews, type OfferNews } from './decide-offer.ts'
import { findRecipient, type Recipient } from './find-recipient.ts'
import { findOffer, findReminded, findStanding, takesPlace } from './find-standing.ts'
import type { OutboxRow } from './outbox-row.ts'
import { findOldReading, findParted, retimed } from './parted-times.ts'
import { readToldOffers } from './told-offers.ts'
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
  /** What it says of a seat that they wait for; null: it is about one they have. */
  readonly offer: OfferNews | null
  /** The entry in the client's own calendar; null for what changes nobody's. */
  readonly entry: { readonly uid: string; readonly sequence: number } | null
  /** What the recipient knows once this has arrived; undefined for what tells nothing of it. */
  readonly tells: Slot | null | undefined
}

/**
 * What a message that is to be sent would say at this moment, or why it says nothing any more.
 * `undecided`: it would name a time that somebody has yet to decide about, and waits for that.
 */
export function decideNext(
  database: StudioDatabase,
  message: OutboxRow,
  now: Instant,
): Letter | SkipReason | 'undecided' {
  const parted = findParted(database, message.appointment_id)
  const letter = decideLetter(database, message, now)
  if (parted === null || typeof letter === 'string') return letter
  // Inside the reminder's hours whatever is decided is told, or is as they know it and reminded of anew.
  if (message.kind === 'reminder') return 'outdated'
  const isOver = letter.offer ? letter.offer.kind !== 'waitlist_offer' : letter.tells === null
  if (!isOver) return 'undecided'
  // They know it by the time that was agreed.
  const old = findOldReading(database, message.appointment_id)
  return old ? { ...letter, slot: retimed(letter.slot, old.kept, old.agreed) } : letter
}

function decideLetter(
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
  const moment = { now, actedAt: message.acted_at }
  const statement = decideMessage(told, standing, moment)
  if (typeof statement === 'string') return statement
  const { wishes } = recipient
  if (wishes && !isWanted(wishes, statement, moment, told.isTold)) return 'not_wanted'
  const isTrainer = message.recipient_type === 'trainer'
  return {
    recipient,
    kind: statement.kind,
    slot: statement.slot,
    change: statement.kind === 'change' ? statement : null,
    offer: null,
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
  return { recipient, ...says, offer: null, tells: slot }
}

function decideOffered(
  database: StudioDatabase,
  message: OutboxRow,
  recipient: Recipient,
  now: Instant,
): Letter | SkipReason {
  const offer = findOffer(database, message)
  const slot = offer.standing?.slot
  const says = (news: OfferNews, change: Letter['change'] = null): Letter => ({
    recipient,
    ...news,
    offer: news,
    isHandedOver: false,
    entry: null,
    tells: undefined,
    change,
  })
  const problem = decideOffer(offer, now)
  if (message.kind === 'waitlist_offer' && problem === null) {
    return says({ kind: 'waitlist_offer', slot: slot! })
  }
  const told = readToldOffers(database, message)
  if (told.length === 0) return problem ?? 'unchanged'
  const news = decideOfferNews(told, offer, { now, actedAt: message.acted_at })
  if (typeof news === 'string') return news
  const { kind, before } = news
  // They know a class by what they were told of it.
  if (kind !== 'waitlist_offer' || !slot) return says({ kind, slot: before.slot })
  const changed = changeOf(before.slot, slot)
  const isNews = before.kind === 'waitlist_offer'
  return says(
    { kind, slot },
    isNews ? { kind: 'change', slot, before: before.slot, changed } : null,
  )
}
