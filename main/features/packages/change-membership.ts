import { newId } from '../../../shared/ids.ts'
import type { MembershipChanged, PauseConsequence } from '../../../shared/packages.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import {
  addDays,
  addMinutes,
  localDateOf,
  type LocalDate,
  type LocalDateTime,
} from '../../../shared/time.ts'
import { topics } from '../../../shared/topics.ts'
import { sayDay } from '../../../shared/words/say-day.ts'
import { sql } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { readStudio } from '../studio/index.ts'
import {
  decideEnd,
  decideMonths,
  decidePause,
  decideReach,
  decideResume,
  monthsOf,
  movedBy,
} from './decide-membership.ts'
import {
  bookedDays,
  findMembership,
  openSessions,
  pausesOf,
  termsOf,
  type MembershipRow,
} from './sold-rows.ts'

/**
 * Lets a member rest. The end moves by as many days: what was paid for is not lost. Refuses
 * `membership_has_sessions` while sessions are booked with it on those days, and what
 * {@link decideReach} and {@link decideMonths} refuse.
 */
export function pauseMembership(
  tx: Tx,
  bus: EventBus,
  input: { readonly membershipId: string; readonly fromOn: LocalDate; readonly untilOn: LocalDate },
  createdBy: string,
): Result<MembershipChanged> {
  const found = findRunning(tx, input.membershipId)
  if (!found.ok) return found
  const row = found.value
  const { fromOn, untilOn } = input
  const terms = termsOf(tx.database, row)
  const decided = decidePause(terms, { fromOn, untilOn }, today(tx))
  if (!decided.ok) return decided
  const inReach = decideReach(decided.value.endsOn, today(tx))
  if (!inReach.ok) return inReach
  const free = refuseBooked(tx, row, (day) => fromOn <= day && day <= untilOn)
  if (!free.ok) return free
  const pauses = [...terms.pauses, { fromOn, untilOn }]
  const held = decideMonths(terms, pauses, bookedDays(tx.database, row.id))
  if (!held.ok) return held
  const pauseId = newId()
  tx.database.insert('membership_pauses', {
    id: pauseId,
    membership_id: row.id,
    from_on: fromOn,
    until_on: untilOn,
    created_at: tx.now,
    created_by: createdBy,
  })
  const { endsOn } = decided.value
  setEnd(tx, row, { ends_on: endsOn })
  bus.publish('membership.paused', { ...idsOf(row), pauseId, fromOn, untilOn, endsOn })
  return changed(row, endsOn, {
    command: 'memberships.resume',
    input: { membershipId: row.id, pauseId, wholly: true, shown: { endsOn: row.ends_on } },
  })
}

/** What a pause would come to. To be rehearsed: it begins it. */
export function pauseConsequence(
  tx: Tx,
  bus: EventBus,
  input: { readonly membershipId: string; readonly fromOn: LocalDate; readonly untilOn: LocalDate },
  createdBy: string,
): Result<PauseConsequence> {
  return movedWith(tx, input.membershipId, () => pauseMembership(tx, bus, input, createdBy))
}

/** What ending a pause would come to. To be rehearsed: it ends it. */
export function resumeConsequence(
  tx: Tx,
  bus: EventBus,
  input: { readonly membershipId: string; readonly pauseId: string },
): Result<PauseConsequence> {
  const act = () => resumeMembership(tx, bus, { ...input, wholly: false })
  return movedWith(tx, input.membershipId, act)
}

function movedWith(
  tx: Tx,
  membershipId: string,
  act: () => Result<MembershipChanged>,
): Result<PauseConsequence> {
  const found = findMembership(tx.database, membershipId)
  if (!found.ok) return found
  const before = termsOf(tx.database, found.value)
  const done = act()
  if (!done.ok) return done
  const { pauses } = termsOf(tx.database, found.value)
  // Where there is no limit to a month, nobody counts.
  const movedOn =
    before.sessionsPerMonth === null
      ? []
      : movedBy(before, pauses, bookedDays(tx.database, membershipId))
  return ok({ endsOn: done.value.endsOn, movedOn })
}

/** Ends a pause: the member is back today. What was not rested comes off the end again. */
export function resumeMembership(
  tx: Tx,
  bus: EventBus,
  input: { readonly membershipId: string; readonly pauseId: string; readonly wholly: boolean },
): Result<MembershipChanged> {
  const found = findRunning(tx, input.membershipId)
  if (!found.ok) return found
  const row = found.value
  const pause = pausesOf(tx.database, row.id).find(({ id }) => id === input.pauseId)
  if (!pause) return refuse('membership_not_found', {})
  if (input.wholly && pause.createdAt < addMinutes(tx.now, -24 * 60)) {
    return refuse('undo_too_late', {})
  }
  const terms = termsOf(tx.database, row)
  const decided = decideResume(terms, pause, today(tx), input.wholly)
  if (!decided.ok) return decided
  const { untilOn, endsOn } = decided.value
  const free = refuseBooked(tx, row, (day) => day > endsOn)
  if (!free.ok) return free
  const held = decideMonths(terms, decided.value.pauses, bookedDays(tx.database, row.id))
  if (!held.ok) return held
  tx.database.run(
    untilOn === null
      ? sql.deleteFrom('membership_pauses').where('id', '=', pause.id)
      : sql.updateTable('membership_pauses').set({ until_on: untilOn }).where('id', '=', pause.id),
  )
  setEnd(tx, row, { ends_on: endsOn })
  bus.publish('membership.resumed', { ...idsOf(row), pauseId: pause.id, endsOn })
  return changed(row, endsOn, null)
}

/** Gives a membership up before the last day that was paid. Nothing goes back by itself. */
export function endMembership(
  tx: Tx,
  bus: EventBus,
  input: { readonly membershipId: string; readonly lastDay: LocalDate },
): Result<MembershipChanged> {
  const found = findRunning(tx, input.membershipId)
  if (!found.ok) return found
  const row = found.value
  const decided = decideEnd({ endsOn: row.ends_on }, input.lastDay, today(tx))
  if (!decided.ok) return decided
  const free = refuseBooked(tx, row, (day) => day > input.lastDay)
  if (!free.ok) return free
  const endsOn = input.lastDay
  setEnd(tx, row, { ends_on: endsOn, ended_from: row.ends_on })
  bus.publish('membership.ended', { ...idsOf(row), endsOn })
  const undo = { command: 'memberships.reopen', input: { membershipId: row.id } } as const
  return changed(row, endsOn, undo)
}

/** Takes an early end back. Refuses `membership_not_ended`. */
export function reopenMembership(
  tx: Tx,
  bus: EventBus,
  input: { readonly membershipId: string },
): Result<MembershipChanged> {
  const found = findMembership(tx.database, input.membershipId)
  if (!found.ok) return found
  const row = found.value
  if (row.ended_from === null) return refuse('membership_not_ended', {})
  setEnd(tx, row, { ends_on: row.ended_from, ended_from: null })
  bus.publish('membership.reopened', { ...idsOf(row), endsOn: row.ended_from })
  const lastDay = row.ends_on
  const undo = { command: 'memberships.end', input: { membershipId: row.id, lastDay } } as const
  return changed(row, row.ended_from, undo)
}

/** A membership that was not given up and is not over. Refuses `membership_ended`. */
export function findRunning(tx: Tx, membershipId: string): Result<MembershipRow> {
  const found = findMembership(tx.database, membershipId)
  if (!found.ok) return found
  const { name, ends_on: endsOn, ended_from: endedFrom } = found.value
  // A day late is early enough to renew without a gap.
  const isGone = endedFrom !== null || monthsOf(termsOf(tx.database, found.value)) === 0
  if (isGone || endsOn < addDays(today(tx), -1)) {
    return refuse('membership_ended', { name, until: sayDay(endsOn) })
  }
  return found
}

function refuseBooked(
  tx: Tx,
  row: MembershipRow,
  isInTheWay: (day: LocalDate) => boolean,
): Result<null> {
  const count = openSessions(tx.database, row.id).filter(({ localStart }) =>
    isInTheWay(dateIn(localStart)),
  ).length
  return count === 0 ? ok(null) : refuse('membership_has_sessions', { count })
}

/** Moves the last day. */
export function setEnd(
  tx: Tx,
  row: MembershipRow,
  end: { readonly ends_on: LocalDate; readonly ended_from?: LocalDate | null },
): void {
  tx.database.run(sql.updateTable('memberships').set(end).where('id', '=', row.id))
  tx.touch(topics.funding(row.client_id))
}

function changed(
  { id }: MembershipRow,
  endsOn: LocalDate,
  undo: MembershipChanged['undo'],
): Result<MembershipChanged> {
  return ok({ membershipId: id, endsOn, undo })
}

function idsOf({ id, client_id: clientId }: MembershipRow) {
  return { membershipId: id, clientId }
}

function today(tx: Tx): LocalDate {
  return localDateOf(tx.now, readStudio(tx.database).time_zone)
}

function dateIn(local: LocalDateTime): LocalDate {
  return local.slice(0, 10) as LocalDate
}
