import type { PinRule } from '../../../shared/staff.ts'
import type { Secrets } from '../secrets.ts'
import { leastDigitsWithKeyRing, leastDigitsWithout } from './decide-staff.ts'
import { usualCost } from './hash-pin.ts'
import { OpenApprovals } from './open-approvals.ts'
import { OpenSessions } from './open-sessions.ts'
import { Peppers } from './peppers.ts'
import { PinPauses, type Uptime } from './pin-pauses.ts'

/** What decides at the door, apart from the staff list: of one process, and not in the file. */
export interface StaffAccess {
  readonly peppers: Peppers
  /** How much work a guess at a PIN is made; see `hashPin`. */
  readonly pinCost: number
  /** How many digits a PIN needs on this computer. */
  readonly leastPinDigits: () => PinRule['leastDigits']
  readonly pauses: PinPauses
  readonly sessions: OpenSessions
  readonly approvals: OpenApprovals
}

/**
 * Made once per process, and used by everything that asks for a PIN.
 *
 * @param secrets seals the pepper of the PINs
 * @param hasKeyRing whether that is in safer hands than a file beside the others
 */
export function openStaffAccess(
  secrets: Secrets,
  uptime: Uptime,
  hasKeyRing: () => boolean,
  pinCost = usualCost,
): StaffAccess {
  return {
    peppers: new Peppers(secrets),
    pinCost,
    leastPinDigits: () => (hasKeyRing() ? leastDigitsWithKeyRing : leastDigitsWithout),
    pauses: new PinPauses(uptime),
    sessions: new OpenSessions(),
    approvals: new OpenApprovals(uptime),
  }
}
