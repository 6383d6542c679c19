import { findLookAlike } from '../../../shared/look-alikes.ts'
import { whyObvious } from '../../../shared/obvious-pin.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import type { Role } from '../../../shared/roles.ts'

/** What is known of one person when something about them is decided. */
export interface ListedMember {
  readonly id: string
  readonly name: string
  readonly role: Role
  readonly trainerId: string | null
  readonly active: boolean
}

/** Where a key ring keeps what PINs are hashed with, a copy of all files opens none. */
export const leastDigitsWithKeyRing = 4
/** Without one, whoever copies this user's files can try them all: four digits in half an hour, six in days. */
export const leastDigitsWithout = 6

/** How a person is to stand on the list. */
export interface WantedMember {
  /** Undefined: somebody new. */
  readonly id?: string | undefined
  readonly name: string
  readonly role: Role
  readonly trainerId: string | null
  /** Somebody has seen that the name looks like another one, and means it. */
  readonly allowLookAlike?: boolean | undefined
}

/**
 * Whether a person may stand on the list like this. A name is chosen by at sign-in, so each is there
 * once; a trainer's column is one person's; and somebody must be able to run the studio.
 */
export function decideMember(list: readonly ListedMember[], wanted: WantedMember): Result<null> {
  const others = list.filter(({ id, active }) => active && id !== wanted.id)
  if (others.some(({ name }) => sameName(name, wanted.name))) {
    return refuse('staff_name_taken', { name: wanted.name })
  }
  // Who keeps their name was asked about it when it was given.
  const isNamed = list.some(({ id, name }) => id === wanted.id && name === wanted.name)
  const isAsked = !isNamed && wanted.allowLookAlike !== true
  const alike = isAsked ? findLookAlike(wanted.name, others) : undefined
  if (alike) return refuse('staff_name_alike', { name: alike.name })
  if (wanted.role === 'trainer' && wanted.trainerId === null) return refuse('trainer_needed', {})
  const holder = others.find(
    ({ trainerId }) => trainerId !== null && trainerId === wanted.trainerId,
  )
  if (holder) return refuse('trainer_taken', { name: holder.name })
  if (wanted.id !== undefined && wanted.role !== 'manager') {
    return decideManagerLeft(list, wanted.id)
  }
  return ok(null)
}

/** Whether a person may be taken off the list: not by themselves, and not the last manager. */
export function decideDeactivation(
  list: readonly ListedMember[],
  staffId: string,
  actorId: string,
): Result<null> {
  if (staffId === actorId) return refuse('not_yourself', {})
  return decideManagerLeft(list, staffId)
}

/** Whether a PIN has fewer digits than it needs where no key ring keeps what it is hashed with. */
export function isShortPin(pin: string): boolean {
  return pin.length < leastDigitsWithout
}

/**
 * Whether a PIN may be a new one: long enough, and not what a stranger tries first.
 *
 * @param leastDigits what `StaffAccess` says of this computer
 */
export function decideNewPin(pin: string, name: string, leastDigits: number): Result<null> {
  if (pin.length < leastDigits) return refuse('pin_too_short', { leastDigits })
  const obvious = whyObvious(pin, name)
  return obvious === null ? ok(null) : refuse('pin_too_obvious', { obvious })
}

function decideManagerLeft(list: readonly ListedMember[], without: string): Result<null> {
  const managers = list.filter(({ active, role }) => active && role === 'manager')
  const isLast = managers.length === 1 && managers[0]!.id === without
  return isLast ? refuse('last_manager', { name: managers[0]!.name }) : ok(null)
}

function sameName(one: string, other: string): boolean {
  return one.localeCompare(other, 'en', { sensitivity: 'accent' }) === 0
}
