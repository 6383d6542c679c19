import type { StudioDatabase } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import { isSameSlot, type Slot } from './decide-message.ts'
import type { OfferNews } from './decide-offer.ts'
import type { Correspondence } from './told-sessions.ts'

type Whose = Pick<Correspondence, 'recipient_id' | 'appointment_id'>

/**
 * What a client who waits in a class may have been told last of a seat, the newest first: what a server
 * took, and before that whatever it was asked to tell when the line broke. Empty before the first offer,
 * and once they were told of a seat of their own.
 */
export function readToldOffers(database: StudioDatabase, whose: Whose): OfferNews[] {
  const told = database
    .prepare('SELECT told FROM told_offers WHERE client_id = ? AND appointment_id = ?')
    .pluck()
    .get(whose.recipient_id, whose.appointment_id) as string | undefined
  // Nothing else writes this column.
  return told === undefined ? [] : (JSON.parse(told) as OfferNews[])
}

/** From now on they may have been told this, too. @returns whether an earlier try may have told the same. */
export function markOfferTried(tx: Tx, whose: Whose, news: OfferNews): boolean {
  const told = readToldOffers(tx.database, whose)
  const wasTried = told.some((one) => isSameNews(one, news))
  if (!wasTried) keep(tx, whose, [news, ...told])
  return wasTried
}

/** They were not told this. */
export function markOfferNotTold(tx: Tx, whose: Whose, news: OfferNews): void {
  const told = readToldOffers(tx.database, whose)
  keep(
    tx,
    whose,
    told.filter((one) => !isSameNews(one, news)),
  )
}

/** They were told this, so what they were told before counts no more; null: of a seat of their own. */
export function markOfferTold(tx: Tx, whose: Whose, news: OfferNews | null): void {
  keep(tx, whose, news === null ? [] : [news])
}

/** What they were told means other moments from now on. */
export function rereadToldOffers(tx: Tx, whose: Whose, today: (slot: Slot) => Slot): void {
  const told = readToldOffers(tx.database, whose)
  if (told.length > 0)
    keep(
      tx,
      whose,
      told.map((one) => ({ ...one, slot: today(one.slot) })),
    )
}

function isSameNews(one: OfferNews, other: OfferNews): boolean {
  return one.kind === other.kind && isSameSlot(one.slot, other.slot)
}

function keep(tx: Tx, { recipient_id, appointment_id }: Whose, told: readonly OfferNews[]): void {
  const whose = [recipient_id, appointment_id]
  if (told.length === 0) {
    tx.database
      .prepare('DELETE FROM told_offers WHERE client_id = ? AND appointment_id = ?')
      .run(whose)
    return
  }
  tx.database
    .prepare(
      'INSERT OR REPLACE INTO told_offers (client_id, appointment_id, told) VALUES (?, ?, ?)',
    )
    .run(...whose, JSON.stringify(told))
}
