import { ok, type Result } from '../../../shared/result.ts'
import { addMinutes, localDateOf } from '../../../shared/time.ts'
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

// Written by hand: it runs twice per booking, and building it costs more than running it.
// What began earlier than the longest session takes is over: years of history are not read.
const selectActive = (whose: 'trainer' | 'client') =>
  `SELECT a.start_time AS startTime, a.end_time AS endTime, t.name AS trainer
   FROM appointments a JOIN trainers t ON t.id = a.trainer_id
   WHERE a.${whose}_id = ? AND a.status <> 'cancelled'
     AND a.start_time < ? AND a.end_time > ? AND a.start_time > ? AND a.id <> ?
   ORDER BY a.start_time`
const selectActiveOf = { trainer: selectActive('trainer'), client: selectActive('client') }

/** The active sessions of the trainer or the client that overlap the wanted slot. */
function activeSlots(tx: Tx, wanted: WantedSlot, whose: 'trainer' | 'client') {
  const { startTime, endTime, moving = '' } = wanted
  const earliest = addMinutes(startTime, -longestSessionHours * 60)
  return tx.database
    .prepare(selectActiveOf[whose])
    .all(wanted[whose].id, endTime, startTime, earliest, moving) as (Slot & { trainer: string })[]
}
