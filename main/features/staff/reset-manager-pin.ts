import { randomInt } from 'node:crypto'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { decideNewPin, leastDigitsWithout } from './decide-staff.ts'
import { listMembers } from './manage-staff.ts'
import { hasRecoveryCode } from './recovery-code.ts'
import type { StaffAccess } from './staff-access.ts'
import { writePin } from './store-pin.ts'

/**
 * Gives the first manager on the list a new PIN, in a studio that never had a recovery code. Only for who
 * sits at the computer itself and has its files: it is asked for on the command line and never through a
 * window. Where there is a code it is asked for instead, as whoever is at the desk can start FitFlow, too.
 */
export function resetManagerPin(
  tx: Tx,
  bus: EventBus,
  access: StaffAccess,
): Result<{ name: string; pin: string }> {
  if (hasRecoveryCode(tx.database)) return refuse('recovery_code_needed', {})
  const manager = listMembers(tx.database).find(({ role, active }) => active && role === 'manager')
  if (!manager) return refuse('staff_not_found', {})
  const pin = drawPin(manager.name)
  writePin(tx, access, manager.id, pin)
  bus.publish('staff.pin_changed', { staffId: manager.id, by: 'computer' })
  return ok({ name: manager.name, pin })
}

function drawPin(name: string): string {
  // Enough everywhere, and read off the screen once.
  const length = leastDigitsWithout
  for (;;) {
    const pin = String(randomInt(10 ** length)).padStart(length, '0')
    if (decideNewPin(pin, name, length).ok) return pin
  }
}
