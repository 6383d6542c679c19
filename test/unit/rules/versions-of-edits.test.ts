import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { AnyContract } from '../../../shared/contract.ts'
import { contracts, type CommandName } from '../../../shared/contracts.ts'

/** Why a command writes over nothing that somebody else may have changed meanwhile. */
const reasons = {
  new: 'It makes something that was not there.',
  state:
    'It takes a step that is refused when it was taken already, and keeps what was typed elsewhere.',
  sum: 'It names the sum or the end that was shown, and is refused when it is another.',
  order: 'It puts one thing in a place; the others keep their order.',
  secret: 'It replaces what no screen shows.',
  undo: 'It goes back to a former state, and is held to that.',
  aside: 'It changes nothing that the studio keeps of its own: files, the queue, the line.',
} as const

/** Every command without a version, so that a new one cannot be written without saying why. */
const without: { readonly [N in CommandName]?: keyof typeof reasons } = {
  'appointments.create': 'new',
  'appointments.checkIn': 'state',
  'appointments.takeBackCheckIn': 'state',
  'appointments.complete': 'state',
  'appointments.takeBackCompletion': 'state',
  'appointments.noShow': 'state',
  'appointments.takeBackNoShow': 'state',
  'appointments.cancel': 'state',
  'appointments.reinstate': 'state',
  // Named with what it costs; the source it replaces is said there.
  'appointments.changePaymentSource': 'sum',
  'appointments.settleTimes': 'sum',
  'appointments.unsettleTimes': 'undo',
  'groups.schedule': 'new',
  'groups.addSeat': 'new',
  'groups.checkInAll': 'state',
  'groups.takeBackCheckIns': 'state',
  'groups.cancel': 'state',
  'groups.reinstate': 'state',
  'groups.joinWaitlist': 'new',
  'groups.leaveWaitlist': 'state',
  'groups.rejoinWaitlist': 'state',
  'groups.offerSeat': 'state',
  'series.create': 'new',
  'series.putBack': 'undo',
  'series.cancelFollowing': 'state',
  'fees.waive': 'state',
  'fees.takeBackWaiver': 'state',
  'packages.addProduct': 'new',
  'packages.retireProduct': 'state',
  'packages.restoreProduct': 'state',
  'packages.sell': 'sum',
  'packages.refund': 'sum',
  'memberships.renew': 'sum',
  'memberships.pause': 'sum',
  'memberships.resume': 'sum',
  'memberships.end': 'state',
  'memberships.reopen': 'state',
  'payments.take': 'sum',
  'payments.sell': 'sum',
  'payments.refund': 'sum',
  'payments.payOut': 'sum',
  'payments.void': 'sum',
  'payments.confirmClock': 'state',
  'payments.printReceipt': 'aside',
  'drawer.open': 'new',
  'drawer.move': 'new',
  'drawer.reverse': 'state',
  'drawer.count': 'state',
  'drawer.close': 'state',
  'day.close': 'state',
  'clients.register': 'new',
  'clients.export': 'aside',
  'clients.erase': 'state',
  'catalog.addTrainer': 'new',
  'catalog.addTimeOff': 'new',
  'catalog.removeTimeOff': 'state',
  'catalog.addClosure': 'new',
  'catalog.removeClosure': 'state',
  'catalog.addRoom': 'new',
  'catalog.addService': 'new',
  'catalog.retire': 'state',
  'catalog.bringBack': 'state',
  'catalog.move': 'order',
  'earnings.export': 'aside',
  'earnings.lockPeriod': 'sum',
  'studio.setUp': 'new',
  'studio.createDemo': 'new',
  'studio.countryTold': 'state',
  'studio.answerPlace': 'state',
  'staff.signIn': 'aside',
  'staff.approve': 'aside',
  'staff.signOut': 'aside',
  'staff.add': 'new',
  'staff.setPin': 'secret',
  // The newest code is the one that is good, whoever made the one before.
  'staff.makeRecoveryCode': 'new',
  'staff.recover': 'state',
  'staff.deactivate': 'state',
  'staff.reactivate': 'state',
  'staff.move': 'order',
  'messages.retry': 'aside',
  'messages.test': 'aside',
  'calendar.show': 'aside',
  'events.replay': 'aside',
  'events.discard': 'aside',
  'events.pause': 'aside',
  'events.resume': 'aside',
  'events.verify': 'aside',
  'events.rebuild': 'aside',
  'events.cancelJob': 'aside',
  'events.prune': 'aside',
  'backups.make': 'aside',
  'backups.cancel': 'aside',
  'backups.show': 'aside',
  'sync.pair': 'aside',
  'sync.unlock': 'aside',
  'sync.now': 'aside',
  'sync.disconnect': 'aside',
  'sync.beginEpoch': 'aside',
  'sync.export': 'aside',
}

const commands = Object.entries<AnyContract>(contracts).flatMap(([name, contract]) =>
  contract.kind === 'command' ? [{ name: name as CommandName, contract }] : [],
)

describe('a command', () => {
  it.each(commands)('$name goes with a version, or with a reason', ({ name, contract }) => {
    expect({ name, edits: contract.edits !== undefined }).toEqual({
      name,
      edits: without[name] === undefined,
    })
    // A required one: what has seen nothing must not write over it.
    const shape = contract.input instanceof z.ZodObject ? contract.input.shape : {}
    const version = (shape as Record<string, z.ZodType>)['expectedVersion']
    expect(version !== undefined && !version.safeParse(undefined).success).toBe(
      contract.edits !== undefined,
    )
  })

  it('with a reason of no version exists, and each reason is one', () => {
    const known = new Set<string>(commands.map(({ name }) => name))
    expect(Object.keys(without).filter((name) => !known.has(name))).toEqual([])
    expect(new Set(Object.values(without))).toEqual(new Set(Object.keys(reasons)))
  })
})
