import { beforeEach, describe, expect, it } from 'vitest'
import { contracts, type ChannelName, type CommandName } from '../../shared/contracts.ts'
import { newId } from '../../shared/ids.ts'
import type { Role } from '../../shared/roles.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf } from '../support/read-result.ts'
import { before, refusedAnyway, validInputs } from '../support/valid-inputs.ts'
import { channelNames, openWholeStudio, type WholeStudio } from '../support/whole-studio.ts'

/**
 * Who may call what, written down here once more by hand. A channel that is new, or a right that is
 * given or taken away, has to be written here too: nobody gets in by accident.
 */
const rights: Record<string, readonly (Role | 'nobody')[]> = {
  'studio.status': ['nobody', 'front_desk', 'trainer', 'manager'],
  'studio.condition': ['nobody', 'front_desk', 'trainer', 'manager'],
  'studio.setUp': ['nobody', 'front_desk', 'trainer', 'manager'],
  'studio.answerPlace': ['nobody', 'front_desk', 'trainer', 'manager'],
  'studio.createDemo': ['nobody', 'front_desk', 'trainer', 'manager'],
  'staff.list': ['nobody', 'front_desk', 'trainer', 'manager'],
  'staff.session': ['nobody', 'front_desk', 'trainer', 'manager'],
  'staff.signIn': ['nobody', 'front_desk', 'trainer', 'manager'],
  'staff.pinRule': ['nobody', 'front_desk', 'trainer', 'manager'],
  'staff.recovery': ['nobody', 'front_desk', 'trainer', 'manager'],
  'staff.recover': ['nobody', 'front_desk', 'trainer', 'manager'],
  'staff.makeRecoveryCode': ['manager'],
  'staff.approve': ['front_desk', 'trainer', 'manager'],
  'staff.signOut': ['front_desk', 'trainer', 'manager'],
  'studio.rename': ['manager'],
  'studio.setCountry': ['manager'],
  'studio.countryTold': ['manager'],
  'policy.current': ['front_desk', 'manager'],
  'policy.versions': ['manager'],
  'policy.save': ['manager'],
  'policy.autoLock': ['front_desk', 'trainer', 'manager'],
  'staff.members': ['manager'],
  'staff.add': ['manager'],
  'staff.change': ['manager'],
  'staff.setPin': ['manager'],
  'staff.deactivate': ['manager'],
  'staff.reactivate': ['manager'],
  'staff.move': ['manager'],
  'staff.messages': ['trainer', 'manager'],
  'staff.saveMessages': ['trainer', 'manager'],
  'sync.status': ['front_desk', 'manager'],
  'sync.pair': ['manager'],
  'sync.unlock': ['front_desk', 'manager'],
  'sync.now': ['front_desk', 'manager'],
  'sync.disconnect': ['manager'],
  'sync.beginEpoch': ['manager'],
  'sync.export': ['manager'],
  'sync.exportState': ['manager'],
  'sync.rejections': ['manager'],
  'catalog.list': ['front_desk', 'trainer', 'manager'],
  'catalog.manage': ['manager'],
  'appointments.toDecide': ['front_desk', 'manager'],
  'groups.cancelConsequence': ['front_desk', 'manager'],
  'appointments.settleTimes': ['front_desk', 'manager'],
  'appointments.unsettleTimes': ['front_desk', 'manager'],
  'catalog.retireConsequence': ['manager'],
  'catalog.roomsConsequence': ['manager'],
  'catalog.addTrainer': ['manager'],
  'catalog.changeTrainer': ['manager'],
  'catalog.setWeek': ['manager'],
  'catalog.setOverride': ['manager'],
  'catalog.addTimeOff': ['manager'],
  'catalog.removeTimeOff': ['manager'],
  'catalog.addClosure': ['manager'],
  'catalog.removeClosure': ['manager'],
  'catalog.addRoom': ['manager'],
  'catalog.changeRoom': ['manager'],
  'catalog.addService': ['manager'],
  'catalog.changeService': ['manager'],
  'catalog.retire': ['manager'],
  'catalog.bringBack': ['manager'],
  'catalog.move': ['manager'],
  'clients.search': ['front_desk', 'manager'],
  'clients.get': ['front_desk', 'manager'],
  'clients.sessions': ['front_desk', 'manager'],
  'clients.similar': ['front_desk', 'manager'],
  'clients.register': ['front_desk', 'manager'],
  'clients.update': ['front_desk', 'manager'],
  'clients.duplicates': ['front_desk', 'manager'],
  'clients.mergePreview': ['front_desk', 'manager'],
  'clients.merge': ['front_desk', 'manager'],
  'clients.export': ['manager'],
  'clients.exportState': ['manager'],
  'clients.erasurePreview': ['manager'],
  'clients.erase': ['manager'],
  'appointments.day': ['front_desk', 'trainer', 'manager'],
  'appointments.get': ['front_desk', 'trainer', 'manager'],
  'appointments.affected': ['manager'],
  'appointments.create': ['front_desk', 'manager'],
  'appointments.reschedule': ['front_desk', 'manager'],
  'appointments.cancelConsequence': ['front_desk', 'manager'],
  'appointments.cancel': ['front_desk', 'manager'],
  'appointments.reinstate': ['front_desk', 'manager'],
  'packages.funding': ['front_desk', 'manager'],
  'packages.ofClient': ['front_desk', 'manager'],
  'packages.products': ['front_desk', 'manager'],
  'packages.addProduct': ['manager'],
  'packages.changeProduct': ['manager'],
  'packages.retireProduct': ['manager'],
  'packages.restoreProduct': ['manager'],
  'packages.sell': ['front_desk', 'manager'],
  'packages.refund': ['front_desk', 'manager'],
  'memberships.renew': ['front_desk', 'manager'],
  'memberships.pause': ['front_desk', 'manager'],
  'memberships.resume': ['front_desk', 'manager'],
  'memberships.pauseConsequence': ['front_desk', 'manager'],
  'payments.refundConsequence': ['front_desk', 'manager'],
  'payments.ofMembership': ['front_desk', 'manager'],
  'memberships.resumeConsequence': ['front_desk', 'manager'],
  'memberships.end': ['front_desk', 'manager'],
  'memberships.reopen': ['front_desk', 'manager'],
  'appointments.checkIn': ['front_desk', 'trainer', 'manager'],
  'appointments.takeBackCheckIn': ['front_desk', 'trainer', 'manager'],
  'appointments.complete': ['front_desk', 'trainer', 'manager'],
  'appointments.takeBackCompletion': ['front_desk', 'trainer', 'manager'],
  'appointments.noShowConsequence': ['front_desk', 'manager'],
  'appointments.noShow': ['front_desk', 'manager'],
  'appointments.takeBackNoShow': ['front_desk', 'manager'],
  'appointments.changePaymentSource': ['front_desk', 'manager'],
  'fees.list': ['front_desk', 'manager'],
  'fees.open': ['front_desk', 'manager'],
  'fees.waive': ['front_desk', 'manager'],
  'fees.takeBackWaiver': ['front_desk', 'manager'],
  'groups.get': ['front_desk', 'trainer', 'manager'],
  'groups.schedule': ['front_desk', 'manager'],
  'groups.addSeat': ['front_desk', 'manager'],
  'groups.checkInAll': ['front_desk', 'trainer', 'manager'],
  'groups.takeBackCheckIns': ['front_desk', 'trainer', 'manager'],
  'groups.cancel': ['front_desk', 'manager'],
  'groups.lostSeats': ['front_desk', 'manager'],
  'groups.reinstate': ['front_desk', 'manager'],
  'groups.rejoinWaitlist': ['front_desk', 'manager'],
  'groups.changeCapacity': ['front_desk', 'manager'],
  'groups.joinWaitlist': ['front_desk', 'manager'],
  'groups.leaveWaitlist': ['front_desk', 'manager'],
  'groups.offerSeat': ['front_desk', 'manager'],
  'series.preview': ['front_desk', 'manager'],
  'series.paidSingly': ['front_desk', 'manager'],
  'series.get': ['front_desk', 'manager'],
  'series.create': ['front_desk', 'manager'],
  'series.previewFollowing': ['front_desk', 'manager'],
  'series.changeFollowing': ['front_desk', 'manager'],
  'series.previewPutBack': ['front_desk', 'manager'],
  'series.putBack': ['front_desk', 'manager'],
  'series.endConsequence': ['front_desk', 'manager'],
  'series.cancelFollowing': ['front_desk', 'manager'],
  'payments.take': ['front_desk', 'manager'],
  'payments.sell': ['front_desk', 'manager'],
  'payments.ofClient': ['front_desk', 'manager'],
  'payments.account': ['front_desk', 'manager'],
  'payments.refund': ['front_desk', 'manager'],
  'payments.void': ['front_desk', 'manager'],
  'payments.payOut': ['front_desk', 'manager'],
  'payments.voidPreview': ['front_desk', 'manager'],
  'payments.receipt': ['front_desk', 'manager'],
  'payments.printReceipt': ['front_desk', 'manager'],
  'earnings.list': ['trainer', 'manager'],
  'earnings.rates': ['manager'],
  'earnings.setRate': ['manager'],
  'earnings.export': ['manager'],
  'earnings.exportState': ['manager'],
  'earnings.lockPeriod': ['manager'],
  'drawer.status': ['front_desk', 'manager'],
  'drawer.history': ['front_desk', 'manager'],
  'drawer.report': ['front_desk', 'manager'],
  'payments.confirmClock': ['front_desk', 'manager'],
  'drawer.open': ['front_desk', 'manager'],
  'drawer.move': ['front_desk', 'manager'],
  'drawer.reverse': ['front_desk', 'manager'],
  'drawer.count': ['front_desk', 'manager'],
  'drawer.close': ['front_desk', 'manager'],
  'day.closing': ['front_desk', 'manager'],
  'day.close': ['front_desk', 'manager'],
  'day.report': ['front_desk', 'manager'],
  'activity.list': ['front_desk', 'manager'],
  'events.list': ['manager'],
  'events.get': ['manager'],
  'events.subscriptions': ['manager'],
  'events.broker': ['manager'],
  'events.failures': ['manager'],
  'events.volume': ['manager'],
  'events.job': ['manager'],
  'events.replay': ['manager'],
  'events.discard': ['manager'],
  'events.pause': ['manager'],
  'events.resume': ['manager'],
  'events.verify': ['manager'],
  'events.rebuild': ['manager'],
  'events.cancelJob': ['manager'],
  'events.prune': ['manager'],
  'backups.state': ['manager'],
  'backups.make': ['manager'],
  'backups.cancel': ['manager'],
  'backups.show': ['manager'],
  'messages.outbox': ['front_desk', 'manager'],
  'messages.retry': ['front_desk', 'manager'],
  'messages.settings': ['manager'],
  'messages.saveSettings': ['manager'],
  'messages.test': ['manager'],
  'messages.testResult': ['manager'],
  'calendar.feeds': ['trainer', 'manager'],
  'calendar.show': ['trainer', 'manager'],
  'analytics.counters': ['manager'],
}

const callers = ['nobody', 'front_desk', 'trainer', 'manager'] as const
const signInAs = { front_desk: 'desk', trainer: 'trainer', manager: 'manager' } as const

describe('what a valid input is answered', () => {
  // Each write gets a file of its own to be opened, which a busy machine takes its time for.
  const timeout = 120_000
  it.each([...callers, 'locked'] as const)('to %s', { timeout }, (caller) => {
    const role = caller === 'nobody' || caller === 'locked' ? null : caller
    const shared = openWholeStudio()
    if (role) shared.become(role)
    if (caller === 'locked') {
      shared.become('manager')
      shared.app.lock('computer')
    }
    const untouched = shared.dump()
    const answer = (studio: WholeStudio, name: ChannelName) =>
      outcomeOf(studio.send({ name, input: validInputs[name](studio), commandId: newId() }))
    const answers = Object.fromEntries(
      channelNames.map((name) => {
        const isWrite = contracts[name].kind === 'command' && isLetIn(name, role)
        // Who is let in may write, and gets a studio to themselves. The others have not written.
        return [name, answer(isWrite ? openFor(name, role) : shared, name)]
      }),
    )
    const denied = role ? 'not_allowed' : 'not_signed_in'
    const table = channelNames.map((name) => [
      name,
      isLetIn(name, role) ? (refusedAnyway[name]?.[role ?? 'nobody'] ?? 'ok') : denied,
    ])
    expect(answers).toEqual(Object.fromEntries(table))
    expect(shared.dump()).toBe(untouched)
    expect(shared.incidents).toEqual([])
  })
})

function isLetIn(name: ChannelName, role: Role | null): boolean {
  return rights[name]!.includes(role ?? 'nobody')
}

/** A studio in which the command can be used, with this role signed in. */
function openFor(name: ChannelName, role: Role | null): WholeStudio {
  const studio = openWholeStudio()
  studio.become('manager')
  before[name as CommandName]?.(studio)
  if (role) studio.become(role)
  else studio.session.current = null
  return studio
}

describe('who may call what', () => {
  it('is written down for every channel there is, and for no other', () => {
    expect(Object.keys(contracts).toSorted()).toEqual(Object.keys(rights).toSorted())
  })

  let studio: TestStudio
  beforeEach(() => {
    studio = openTestStudio()
  })

  it.each(callers)('as %s', (caller) => {
    if (caller !== 'nobody') studio.signIn(signInAs[caller])
    const before = studio.dump()
    const denied = caller === 'nobody' ? 'not_signed_in' : 'not_allowed'
    const names = Object.keys(rights) as ChannelName[]
    // An input that fits no contract: whoever is let in is stopped there, and writes nothing.
    const answer = (name: ChannelName) =>
      outcomeOf(studio.send({ name, input: 'nonsense', commandId: newId() }))
    expect(Object.fromEntries(names.map((name) => [name, answer(name)]))).toEqual(
      Object.fromEntries(
        names.map((name) => [name, rights[name]!.includes(caller) ? 'invalid_input' : denied]),
      ),
    )
    expect(studio.dump()).toBe(before)
  })

  it('ends with signing out', () => {
    studio.signIn('manager')
    expect(outcomeOf(studio.command('staff.signOut', {}))).toBe('ok')
    expect(outcomeOf(studio.call('catalog.list', {}))).toBe('not_signed_in')
  })

  it.each(['desk', 'trainer', 'manager'] as const)(
    'is not changed by what the %s says about themselves in the payload',
    (who) => {
      const manager = studio.people.staff.manager.id
      const self = studio.signIn(who)
      const forged = {
        actorId: manager,
        userId: manager,
        role: 'manager',
        session: { id: manager, role: 'manager' },
        actor: { id: manager, role: 'manager' },
      }
      const send = (name: string, input: object, beside: object = {}) =>
        studio.send({ name, input: { ...input, ...forged }, commandId: newId(), ...beside })
      expect(outcomeOf(send('events.subscriptions', {}))).toBe(
        who === 'manager' ? 'ok' : 'not_allowed',
      )
      expect(outcomeOf(send('staff.session', {}, { actorId: manager }))).toBe('invalid_input')
      const last = studio.events().length
      const booked = outcomeOf(
        send('appointments.create', {
          trainerId: studio.people.ana,
          serviceId: studio.people.training,
          start: '2026-03-02T09:00',
          client: { kind: 'new', client: { name: 'Cleo Client' } },
          shown: { priceMinor: 5_500 },
        }),
      )
      expect(booked).toBe(who === 'trainer' ? 'not_allowed' : 'ok')
      expect(outcomeOf(send('staff.signOut', {}))).toBe('ok')
      const actors = studio
        .events()
        .slice(last)
        .map(({ metadata }) => metadata.userId)
      expect(new Set(actors)).toEqual(new Set([self.id]))
    },
  )

  it('is decided before the input is looked at, so that a refusal tells nothing about it', () => {
    const huge = { name: 'payments.take', commandId: newId(), input: 'x'.repeat(1_000_000) }
    expect(outcomeOf(studio.send(huge))).toBe('not_signed_in')
  })
})
