import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { consequenceOf, decideShown } from '../../../main/features/consequence.ts'
import { contracts, type CommandName } from '../../../shared/contracts.ts'
import type { FitFlowEvent } from '../../../shared/events/event.ts'
import { outcomeOf } from '../../support/read-result.ts'
import type { Shown } from '../../../shared/shown.ts'

/**
 * What every command can cost, so that a new one cannot be written without saying it. `shown`: what
 * was on the screen goes with it, and is nothing where it is left out. A list: these have to be said.
 * `sum`: it names the sum itself, as `amountMinor`. `nothing`: neither fee nor credit nor lateness,
 * money nor price, which the router holds it to; a class that is scheduled is nobody's to pay until
 * somebody gets a seat, and what stands again does so at the price that was agreed.
 */
type Cost = 'shown' | 'sum' | 'nothing' | readonly (keyof Shown)[]

const costs: { readonly [N in CommandName]: Cost } = {
  'appointments.create': ['priceMinor'],
  'appointments.reschedule': 'shown',
  'appointments.cancel': 'shown',
  'appointments.noShow': 'shown',
  'appointments.checkIn': 'nothing',
  'appointments.takeBackCheckIn': 'nothing',
  'appointments.complete': 'nothing',
  'appointments.takeBackCompletion': 'nothing',
  'appointments.takeBackNoShow': 'nothing',
  'appointments.reinstate': 'nothing',
  'appointments.changePaymentSource': ['priceMinor'],
  'appointments.settleTimes': 'shown',
  'appointments.unsettleTimes': 'nothing',
  'groups.addSeat': ['priceMinor'],
  'groups.cancel': 'shown',
  'groups.schedule': 'nothing',
  'staff.makeRecoveryCode': 'nothing',
  'staff.recover': 'nothing',
  'groups.changeCapacity': 'nothing',
  'groups.checkInAll': 'nothing',
  'groups.takeBackCheckIns': 'nothing',
  'groups.reinstate': 'nothing',
  'groups.joinWaitlist': 'nothing',
  'groups.leaveWaitlist': 'nothing',
  'groups.rejoinWaitlist': 'nothing',
  'groups.offerSeat': 'nothing',
  'series.create': ['priceMinor'],
  'series.changeFollowing': 'shown',
  'series.putBack': 'shown',
  'series.cancelFollowing': 'shown',
  'fees.waive': 'shown',
  'fees.takeBackWaiver': 'shown',
  'packages.sell': ['credits', 'endsOn'],
  'packages.refund': 'sum',
  'memberships.renew': ['endsOn'],
  'memberships.pause': ['endsOn'],
  'memberships.resume': ['endsOn'],
  'memberships.end': 'nothing',
  'memberships.reopen': 'nothing',
  'payments.take': 'sum',
  'payments.sell': 'sum',
  'payments.refund': ['endsOn'],
  'payments.payOut': 'sum',
  'payments.void': ['backMinor'],
  'payments.confirmClock': 'nothing',
  'drawer.open': 'nothing',
  'drawer.move': 'sum',
  'drawer.reverse': 'nothing',
  'drawer.count': 'nothing',
  'drawer.close': 'nothing',
  'day.close': 'nothing',
  'packages.addProduct': 'nothing',
  'packages.changeProduct': 'nothing',
  'packages.retireProduct': 'nothing',
  'packages.restoreProduct': 'nothing',
  'clients.register': 'nothing',
  'clients.update': 'nothing',
  'clients.merge': 'nothing',
  'clients.export': 'nothing',
  'clients.erase': 'nothing',
  'catalog.addTrainer': 'nothing',
  'catalog.changeTrainer': 'nothing',
  'catalog.setWeek': 'nothing',
  'catalog.setOverride': 'nothing',
  'catalog.addTimeOff': 'nothing',
  'catalog.removeTimeOff': 'nothing',
  'catalog.addClosure': 'nothing',
  'catalog.removeClosure': 'nothing',
  'catalog.addRoom': 'nothing',
  'catalog.changeRoom': 'nothing',
  'catalog.addService': 'nothing',
  'catalog.changeService': 'shown',
  'catalog.retire': 'shown',
  'catalog.bringBack': 'nothing',
  'catalog.move': 'nothing',
  'earnings.setRate': 'nothing',
  'earnings.export': 'nothing',
  'earnings.lockPeriod': 'nothing',
  'policy.save': 'nothing',
  'studio.setUp': 'nothing',
  'studio.createDemo': 'nothing',
  'studio.rename': 'nothing',
  'studio.setCountry': 'nothing',
  'studio.countryTold': 'nothing',
  'payments.printReceipt': 'nothing',
  'studio.answerPlace': 'nothing',
  'staff.signIn': 'nothing',
  'staff.approve': 'nothing',
  'staff.signOut': 'nothing',
  'staff.add': 'nothing',
  'staff.change': 'nothing',
  'staff.setPin': 'nothing',
  'staff.deactivate': 'nothing',
  'staff.reactivate': 'nothing',
  'staff.move': 'nothing',
  'staff.saveMessages': 'nothing',
  'messages.retry': 'nothing',
  'messages.saveSettings': 'nothing',
  'messages.test': 'nothing',
  'calendar.show': 'nothing',
  'events.replay': 'nothing',
  'events.discard': 'nothing',
  'events.pause': 'nothing',
  'events.resume': 'nothing',
  'events.verify': 'nothing',
  'events.rebuild': 'nothing',
  'events.cancelJob': 'nothing',
  'events.prune': 'nothing',
  'backups.make': 'nothing',
  'backups.cancel': 'nothing',
  'backups.show': 'nothing',
  'sync.pair': 'nothing',
  'sync.unlock': 'nothing',
  'sync.now': 'nothing',
  'sync.disconnect': 'nothing',
  'sync.beginEpoch': 'nothing',
  'sync.export': 'nothing',
}

describe('every command that can cost', () => {
  const fields = Object.keys(costs).map((name) => {
    const { input } = contracts[name as CommandName]
    const shape: object = input instanceof z.ZodObject ? input.shape : {}
    const sum = 'amountMinor' in shape ? 'sum' : 'nothing'
    return [name, 'shown' in shape ? costIn(shape.shown) : sum] as const
  })

  /** The parts of it that have to be said. */
  function costIn(field: unknown): Cost {
    if (!(field instanceof z.ZodObject)) return 'shown'
    const parts = Object.entries<z.ZodType>(field.shape)
    const needed = parts.filter(([, part]) => !part.safeParse(undefined).success)
    return needed.map(([what]) => what as keyof Shown).toSorted()
  }

  it('carries what was shown, and no other does', () => {
    expect(Object.fromEntries(fields)).toEqual(costs)
  })
})

/** An event with the part of its data that matters here. */
const event = (type: string, data: object) => ({ type, data }) as unknown as FitFlowEvent
const session = { appointmentId: 'a' }
const nothing = {
  feeMinor: 0,
  sessionsLost: 0,
  lateMoves: 0,
  backMinor: 0,
  priceMinor: 0,
  paidMinor: 0,
  credits: 0,
  endsOn: null,
  sessionsKept: 0,
  servicesWithoutRoom: 0,
  timesSettled: 0,
}

describe('what an act came to, by its events', () => {
  it.each([
    { when: 'nothing was published', events: [], comes: {} },
    {
      when: 'a fee is owed, and another part of it was kept',
      events: [
        event('fee.charged', { amount: 1_000, state: 'kept' }),
        event('fee.charged', { amount: 500, state: 'due' }),
      ],
      comes: { feeMinor: 1_500 },
    },
    {
      when: 'a fee is pending',
      events: [event('fee.charged', { amount: 500, state: 'pending' })],
      comes: { feeMinor: 500 },
    },
    {
      when: 'a fee is forgiven',
      events: [event('fee.charged', { amount: 500, state: 'forgiven' })],
      comes: {},
    },
    {
      when: 'a waiver is undone',
      events: [event('fee.waiver_taken_back', { amount: 700 })],
      comes: { feeMinor: 700 },
    },
    {
      when: 'a credit is used by a session that took place',
      events: [event('package.credit_used', session), event('appointment.completed', session)],
      comes: {},
    },
    {
      when: 'a credit is used by a seat that was attended',
      events: [
        event('package.credit_used', { ...session, seatId: 's' }),
        event('seat.completed', { ...session, seatId: 's' }),
      ],
      comes: {},
    },
    {
      when: 'a credit is lost while another seat was attended',
      events: [
        event('package.credit_used', { ...session, seatId: 's' }),
        event('seat.completed', { ...session, seatId: 't' }),
      ],
      comes: { sessionsLost: 1 },
    },
    {
      when: 'a credit is lost with a cancellation',
      events: [event('appointment.cancelled', session), event('package.credit_used', session)],
      comes: { sessionsLost: 1 },
    },
    {
      when: 'a session of the month is lost',
      events: [event('seat.no_show', { ...session, sessionTaken: true })],
      comes: { sessionsLost: 1 },
    },
    {
      when: 'two sessions were moved late and one in time',
      events: [
        event('appointment.rescheduled', { ...session, late: true }),
        event('appointment.rescheduled', session),
        event('appointment.rescheduled', { ...session, late: true }),
      ],
      comes: { lateMoves: 2 },
    },
    {
      when: 'a trainer with two sessions is retired, and a room without which a service is none',
      events: [
        event('catalog.trainer_retired', { sessionsKept: 2 }),
        event('catalog.room_retired', { servicesWithoutRoom: 1 }),
        event('catalog.service_retired', {}),
      ],
      comes: { sessionsKept: 2, servicesWithoutRoom: 1 },
    },
    {
      when: 'two times are decided, each in its way, and a third is to be decided again',
      events: [
        event('appointment.rescheduled', { ...session, settled: 'wall' }),
        event('appointment.rescheduled', { ...session, settled: 'instant' }),
        event('appointment.rescheduled', { ...session, settled: 'undone' }),
      ],
      comes: { timesSettled: 2 },
    },
    {
      when: 'one session is booked singly, one is covered, and a class is scheduled',
      events: [
        event('appointment.created', { clientId: 'c', priceMinor: 5_500 }),
        event('seat.booked', { clientId: 'c', priceMinor: 1_800, covered: true }),
        event('appointment.created', { priceMinor: 1_800 }),
      ],
      comes: { priceMinor: 5_500 },
    },
    {
      when: 'one is paid by itself from now on, another by a package',
      events: [
        event('seat.payment_source_changed', { source: { kind: 'single' }, priceMinor: 1_800 }),
        event('appointment.payment_source_changed', {
          source: { kind: 'package' },
          priceMinor: 5_500,
        }),
      ],
      comes: { priceMinor: 1_800 },
    },
    {
      when: 'a package is paid in two ways',
      events: [
        event('package.sold', { credits: 10, expiresOn: '2026-05-31' }),
        event('payment.completed', { amount: 4_000 }),
        event('payment.completed', { amount: 6_000 }),
      ],
      comes: { credits: 10, endsOn: '2026-05-31', paidMinor: 10_000 },
    },
    {
      when: 'a membership is renewed',
      events: [event('membership.renewed', { endsOn: '2026-04-30' })],
      comes: { endsOn: '2026-04-30' },
    },
    {
      when: 'money goes back',
      events: [
        event('payment.refunded', { amount: 300, to: 'account' }),
        event('payment.voided', { amount: 200 }),
      ],
      comes: { backMinor: 500 },
    },
  ])('$when', ({ events, comes }) => {
    expect(consequenceOf(events)).toEqual({ ...nothing, ...comes })
  })
})

describe('an act that was agreed to', () => {
  const decide = (shown: Shown | undefined, now: object) =>
    outcomeOf(decideShown(shown, { ...nothing, ...now }, () => 'EUR'))
  const changed = 'consequence_changed'

  it.each([
    { shown: undefined, now: {}, comes: 'ok', rule: 'nothing shown and nothing taken' },
    { shown: {}, now: {}, comes: 'ok', rule: 'no cost shown and none taken' },
    { shown: undefined, now: { feeMinor: 1 }, comes: changed, rule: 'a cent that was not shown' },
    { shown: undefined, now: { sessionsLost: 1 }, comes: changed, rule: 'a credit not shown' },
    { shown: undefined, now: { lateMoves: 1 }, comes: changed, rule: 'a lateness not shown' },
    { shown: { feeMinor: 2_750 }, now: { feeMinor: 2_750 }, comes: 'ok', rule: 'the fee shown' },
    { shown: { feeMinor: 2_750 }, now: { feeMinor: 2_751 }, comes: changed, rule: 'a cent more' },
    { shown: { feeMinor: 2_750 }, now: { feeMinor: 2_749 }, comes: changed, rule: 'a cent less' },
    { shown: { feeMinor: 2_750 }, now: {}, comes: changed, rule: 'free by now' },
    {
      shown: { feeMinor: 2_750 },
      now: { sessionsLost: 1 },
      comes: changed,
      rule: 'a credit in place of a fee',
    },
    {
      shown: { lateMoves: 1 },
      now: { lateMoves: 2 },
      comes: changed,
      rule: 'one date more is late',
    },
    // What takes nothing is compared only where it was on the screen.
    { shown: {}, now: { priceMinor: 5_500 }, comes: 'ok', rule: 'a price that is agreed already' },
    {
      shown: { priceMinor: 5_500 },
      now: { priceMinor: 6_000 },
      comes: changed,
      rule: 'a new price',
    },
    { shown: { backMinor: 500 }, now: { backMinor: 400 }, comes: changed, rule: 'less goes back' },
    { shown: { endsOn: '2026-04-30' }, now: {}, comes: changed, rule: 'a last day that is not' },
    { shown: { endsOn: null }, now: {}, comes: 'ok', rule: 'no month shown and none lost' },
    {
      shown: { endsOn: null },
      now: { endsOn: '2026-04-30' },
      comes: changed,
      rule: 'a month that was not shown',
    },
  ])('$rule: $comes', ({ shown, now, comes }) => {
    expect(decide(shown, now)).toBe(comes)
  })

  it('is refused with what it would come to, and says only what changed', () => {
    const now = { ...nothing, feeMinor: 2_750, priceMinor: 5_500 }
    const refused = decideShown({ feeMinor: 0 }, now, () => 'EUR')
    expect(refused).toMatchObject({
      error: {
        message: 'This has changed since it was shown: a fee of €27.50. Nothing was done.',
        details: { shown: { feeMinor: 0 }, now, currency: 'EUR' },
      },
    })
  })
})
