import { ok, type Result } from '../../../shared/result.ts'
import { addMinutes, localDateOf } from '../../../shared/time.ts'
import { sql } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import { workingSpans } from '../catalog/index.ts'
import type { StaffCaller } from '../handlers.ts'
import {
  decideClientFree,
  decideTrainerFree,
  decideWithinHours,
  longestSessionHours,
  type Slot,
} from './decide.ts'

/** A slot somebody wants, and who is to be in it. */
export interface WantedSlot extends Slot {
  readonly trainer: { readonly id: string; readonly name: string }
  readonly client: { readonly id: string; readonly name: string }
  readonly timeZone: string
  /** The appointment that is being moved: it is not in its own way. */
  readonly moving?: string
  /** The caller has made sure that whoever allows it may. */
  readonly allowOutsideHours: boolean
  readonly allowClientOverlap: boolean
}

/** Only a manager's wish to book outside working hours counts; see {@link WantedSlot}. */
export function mayLeaveHours(wish: boolean, caller: StaffCaller): boolean {
  return wish && caller.actor.role === 'manager'
}

/** What had to be allowed for the slot to be taken; both stand in the log. */
export interface Exceptions {
  readonly outsideHours?: true
  readonly clientOverlap?: true
}

/** Checks a slot against the book inside the transaction that will take it. */
export function checkSlot(tx: Tx, wanted: WantedSlot): Result<Exceptions> {
  const { trainer, client, timeZone } = wanted

  const trainerFree = decideTrainerFree(
    wanted,
    activeSlots(tx, wanted, 'trainer'),
    trainer.name,
    timeZone,
  )
  if (!trainerFree.ok) return trainerFree

  const date = localDateOf(wanted.startTime, timeZone)
  const hours = workingSpans(tx.database, date, timeZone, trainer.id).get(trainer.id) ?? []
  const withinHours = decideWithinHours(wanted, hours, trainer.name, timeZone)
  if (!withinHours.ok && !wanted.allowOutsideHours) return withinHours

  const clientFree = decideClientFree(
    wanted,
    activeSlots(tx, wanted, 'client'),
    client.name,
    timeZone,
  )
  if (!clientFree.ok && !wanted.allowClientOverlap) return clientFree

  return ok({
    ...(withinHours.ok ? {} : { outsideHours: true as const }),
    ...(clientFree.ok ? {} : { clientOverlap: true as const }),
  })
}

/** The active sessions of the trainer or the client that overlap the wanted slot. */
function activeSlots(tx: Tx, wanted: WantedSlot, whose: 'trainer' | 'client') {
  return tx.database.all(
    sql
      .selectFrom('appointments as a')
      .innerJoin('trainers as t', 't.id', 'a.trainer_id')
      .select(['a.start_time as startTime', 'a.end_time as endTime', 't.name as trainer'])
      .where(`a.${whose}_id`, '=', wanted[whose].id)
      .where('a.status', '<>', 'cancelled')
      .where('a.start_time', '<', wanted.endTime)
      // What began earlier than the longest session takes is over: do not read years of history.
      .where('a.start_time', '>', addMinutes(wanted.startTime, -longestSessionHours * 60))
      .where('a.end_time', '>', wanted.startTime)
      .where('a.id', '<>', wanted.moving ?? '')
      .orderBy('a.start_time'),
  )
}
