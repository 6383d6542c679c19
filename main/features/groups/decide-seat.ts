import { ok, refuse, type Result } from '../../../shared/result.ts'

/** A group session as far as its seats need it. */
export interface GroupState {
  readonly service: string
  readonly capacity: number
  /** Seats that are not cancelled. */
  readonly taken: number
  readonly waiting: number
}

/** What there is of one client in the session already. */
export interface ClientInGroup {
  readonly name: string
  readonly isSeated: boolean
  readonly isWaiting: boolean
}

/** Decides whether a client gets a seat. Refuses `already_seated` and `session_full`. */
export function decideSeat(group: GroupState, client: ClientInGroup): Result<null> {
  if (client.isSeated) return refuse('already_seated', { client: client.name })
  if (group.taken >= group.capacity) {
    return refuse('session_full', { service: group.service, capacity: group.capacity })
  }
  return ok(null)
}

/**
 * Decides whether a client may wait. Nobody waits beside a free seat, unless others do already:
 * then the seat is theirs to refuse first.
 */
export function decideWaiting(group: GroupState, client: ClientInGroup): Result<null> {
  if (client.isSeated) return refuse('already_seated', { client: client.name })
  if (client.isWaiting) return refuse('already_waiting', { client: client.name })
  const free = group.capacity - group.taken
  if (free > 0 && group.waiting === 0) return refuse('seat_is_free', { free })
  return ok(null)
}

/** Decides a new number of seats: as many as are taken is enough. */
export function decideCapacity(group: Pick<GroupState, 'taken'>, capacity: number): Result<null> {
  if (capacity < group.taken) return refuse('capacity_below_seats', { taken: group.taken })
  return ok(null)
}
