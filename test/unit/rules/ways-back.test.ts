import { expect, it } from 'vitest'
import { z } from 'zod'
import { waysBack, type AnyContract, type WayBack } from '../../../shared/contract.ts'
import { contracts } from '../../../shared/contracts.ts'

/**
 * What keeps each way back from wiping what somebody else has done since. `mark`: it names how its act has
 * left things. `version`: it edits, and names the version that its act has left. `former`: it names the
 * state that its act has kept, and is refused when the same was changed again. The rest wipes nothing:
 * `fixed`: what it takes back can be changed by nobody, and is refused when it is gone; `adds`: it makes
 * something beside what is there.
 */
const held: {
  readonly [N in WayBack['command']]: 'mark' | 'version' | 'former' | 'fixed' | 'adds'
} = {
  'appointments.cancel': 'mark',
  'appointments.changePaymentSource': 'former',
  'appointments.checkIn': 'mark',
  'appointments.complete': 'mark',
  'appointments.noShow': 'former',
  'appointments.reinstate': 'mark',
  'appointments.reschedule': 'version',
  // It decides again only what is still to be decided, and says how many.
  'appointments.settleTimes': 'adds',
  'appointments.takeBackCheckIn': 'mark',
  'appointments.takeBackCompletion': 'mark',
  'appointments.takeBackNoShow': 'mark',
  'appointments.unsettleTimes': 'former',
  'catalog.addClosure': 'adds',
  'catalog.addTimeOff': 'adds',
  'catalog.bringBack': 'mark',
  'catalog.changeRoom': 'version',
  'catalog.changeService': 'version',
  'catalog.changeTrainer': 'version',
  'catalog.move': 'mark',
  'catalog.removeClosure': 'fixed',
  'catalog.removeTimeOff': 'fixed',
  'catalog.retire': 'mark',
  'catalog.setOverride': 'version',
  'catalog.setWeek': 'version',
  'clients.update': 'version',
  // A counter movement; a count that was handed in before is asked for again.
  'drawer.reverse': 'adds',
  'fees.takeBackWaiver': 'mark',
  'fees.waive': 'mark',
  'groups.cancel': 'mark',
  'groups.changeCapacity': 'version',
  'groups.leaveWaitlist': 'mark',
  'groups.reinstate': 'mark',
  'groups.rejoinWaitlist': 'mark',
  'groups.takeBackCheckIns': 'mark',
  'memberships.end': 'mark',
  'memberships.reopen': 'mark',
  'memberships.resume': 'mark',
  'packages.restoreProduct': 'mark',
  'packages.retireProduct': 'mark',
  'policy.save': 'version',
  'series.cancelFollowing': 'mark',
  'series.putBack': 'mark',
  'staff.change': 'version',
  'staff.deactivate': 'mark',
  'staff.move': 'mark',
  'staff.reactivate': 'mark',
  'staff.saveMessages': 'version',
  'studio.rename': 'version',
  'studio.setCountry': 'version',
}

it.each(waysBack)('%s wipes nothing that came after what it takes back', (name) => {
  const contract: AnyContract = contracts[name]
  const fields = contract.input instanceof z.ZodObject ? Object.keys(contract.input.shape) : []
  const isEdit = contract.kind === 'command' && contract.edits !== undefined
  const isMarked = fields.includes('asLeft')
  expect({ isEdit, isMarked }).toEqual({
    isEdit: held[name] === 'version',
    isMarked: held[name] === 'mark',
  })
  const hasFormer = fields.includes('formerId') || fields.includes('actId')
  expect(hasFormer || held[name] !== 'former').toBe(true)
})
