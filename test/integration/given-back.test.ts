import { beforeEach, describe, expect, it } from 'vitest'
import { bookSession, clientOf } from '../support/book-session.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, refusalOf, valueOf } from '../support/read-result.ts'
import { membershipDraft, offerProduct, packageDraft } from '../support/sell-package.ts'

let studio: TestStudio
let clientId: string

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('manager')
  clientId = clientOf(studio, bookSession(studio, '2026-03-03T09:00'))
})

const card = (amountMinor: number) => ({
  amountMinor,
  tenders: [{ method: 'card' as const, amountMinor, reference: 'T' }],
})
const sell = (productId: string, amountMinor: number) =>
  studio.command('packages.sell', { clientId, productId, ...card(amountMinor) })
const bought = () => valueOf(studio.call('packages.ofClient', { clientId }))
const book = (start: string, membershipId: string) =>
  studio.command('appointments.create', {
    trainerId: studio.people.ana,
    serviceId: studio.people.training,
    start,
    client: { kind: 'existing', clientId },
    funding: { kind: 'membership', membershipId },
  })

describe('a membership whose money went back', () => {
  let membershipId: string
  const payments = () =>
    studio.rows<{ id: string; line: string }>(
      `SELECT p.id, l.id AS line FROM payments p JOIN sale_lines l ON l.sale_id = p.sale_id
       WHERE l.kind = 'membership' ORDER BY p.rowid`,
    )
  const refund = (which: number, amountMinor = 9_900) => {
    const { id: paymentId, line: saleLineId } = payments()[which]!
    return studio.command('payments.refund', {
      paymentId,
      saleLineId,
      amountMinor,
      reason: 'other',
    })
  }
  const renew = () => studio.command('memberships.renew', { membershipId, ...card(9_900) })
  const ends = () => bought().memberships[0]!.endsOn

  beforeEach(() => {
    const productId = offerProduct(studio, membershipDraft({ sessionsPerMonth: 4 }))
    membershipId = valueOf(sell(productId, 9_900)).soldId
  })

  it('is over: it neither renews nor books, and is not reopened', () => {
    valueOf(refund(0))
    expect(bought().memberships[0]).toMatchObject({ state: 'void', endsOnIfRenewed: null })
    expect(outcomeOf(renew())).toBe('membership_ended')
    expect(outcomeOf(book('2026-03-04T10:00', membershipId))).toBe('membership_not_valid')
    expect(outcomeOf(studio.command('memberships.reopen', { membershipId }))).toBe(
      'membership_not_ended',
    )
  })

  const use = (start: string) => {
    const { appointmentId } = valueOf(book(start, membershipId))
    studio.at(`${start.slice(0, 10)}T12:00`)
    valueOf(studio.command('appointments.complete', { appointmentId }))
    return appointmentId
  }
  const paysNothingOn = (...days: string[]) => {
    const on = (date: string) =>
      valueOf(
        studio.call('packages.funding', { clientId, serviceId: studio.people.training, date }),
      )
    expect(days.map((day) => outcomeOf(book(`${day}T17:00`, membershipId)))).toEqual(
      days.map(() => 'membership_not_valid'),
    )
    expect(days.flatMap(on)).toEqual([])
  }

  it.each(['2026-03-02', '2026-03-17', '2026-04-01'])(
    'pays for nothing more when it was used on %s, which stays in the book',
    (day) => {
      const appointmentId = use(`${day}T10:00`)
      valueOf(refund(0))
      expect(bought().memberships[0]).toMatchObject({ state: 'void', endsOnIfRenewed: null })
      const stays = 'SELECT status, membership_id AS membership FROM appointments WHERE id = ?'
      expect(studio.rows(stays, appointmentId)).toEqual([
        { status: 'completed', membership: membershipId },
      ])
      paysNothingOn(day)
      expect(outcomeOf(renew())).toBe('membership_ended')
      const pause = { membershipId, fromOn: day, untilOn: day }
      expect(outcomeOf(studio.command('memberships.pause', pause))).toBe('membership_ended')
    },
  )

  it('pays for nothing up to a day to come that was called off late', () => {
    const { appointmentId } = valueOf(book('2026-03-02T15:00', membershipId))
    const slot = { trainerId: studio.people.ana, start: '2026-03-28T10:00' }
    valueOf(studio.agree('appointments.reschedule', { appointmentId, ...slot }))
    const cancel = { appointmentId, by: 'client', reason: 'other', refund: false } as const
    valueOf(studio.agree('appointments.cancel', cancel))
    const late = 'SELECT cancelled_late AS late FROM appointments WHERE id = ?'
    expect(studio.rows(late, appointmentId)).toEqual([{ late: 1 }])
    valueOf(refund(0))
    expect(ends()).toBe('2026-03-01')
    paysNothingOn('2026-03-02', '2026-03-10', '2026-03-28')
    const back = studio.command('appointments.reinstate', { appointmentId })
    expect(outcomeOf(back)).toBe('membership_not_valid')
  })

  it('loses the month that went back also where that was used, and keeps the other', () => {
    valueOf(renew())
    use('2026-04-20T10:00')
    valueOf(refund(1))
    expect(ends()).toBe('2026-04-01')
    paysNothingOn('2026-04-20', '2026-04-21')
    expect(outcomeOf(renew())).toBe('membership_ended')
  })

  it('stays while a part of it stays paid, and goes with the last part', () => {
    valueOf(refund(0, 9_899))
    expect(ends()).toBe('2026-04-01')
    valueOf(refund(0, 1))
    expect(bought().memberships[0]!.state).toBe('void')
  })

  it('is not given back while sessions are to come with it', () => {
    valueOf(book('2026-03-04T10:00', membershipId))
    expect(refusalOf(refund(0))).toMatchObject({ code: 'membership_has_sessions' })
    expect(ends()).toBe('2026-04-01')
  })

  it.each([0, 1])('loses one month with either of two, and can be renewed again', (which) => {
    valueOf(renew())
    expect(ends()).toBe('2026-05-01')
    valueOf(refund(which))
    expect(ends()).toBe('2026-04-01')
    expect(outcomeOf(book('2026-04-02T10:00', membershipId))).toBe('membership_not_valid')
    valueOf(renew())
    expect(ends()).toBe('2026-05-01')
  })

  it('says before the press which month goes, and until when it runs then', () => {
    const says = (which: number, amountMinor = 9_900) => {
      const { id: paymentId, line: saleLineId } = payments()[which]!
      const refunded = { paymentId, saleLineId, amountMinor, reason: 'other' as const }
      return studio.call('payments.refundConsequence', refunded)
    }
    const only = { name: 'Monthly', endsOn: '2026-03-01', isOver: true }
    expect(valueOf(says(0)).month).toEqual(only)
    expect(valueOf(says(0, 9_899)).month).toBeNull()
    valueOf(renew())
    const one = { name: 'Monthly', endsOn: '2026-04-01', isOver: false }
    expect(valueOf(says(0)).month).toEqual(one)
    expect(valueOf(says(1)).month).toEqual(one)
    // Only said: nothing was taken.
    expect(ends()).toBe('2026-05-01')
    valueOf(book('2026-04-10T10:00', membershipId))
    expect(refusalOf(says(1)).code).toBe('membership_has_sessions')
  })

  it('stays as it is when it went back as a present, and that is said before the press', () => {
    valueOf(book('2026-03-04T10:00', membershipId))
    const { id: paymentId, line: saleLineId } = payments()[0]!
    const present = { paymentId, saleLineId, amountMinor: 9_900, reason: 'goodwill' } as const
    expect(valueOf(studio.call('payments.refundConsequence', present)).month).toBeNull()
    valueOf(studio.command('payments.refund', present))
    expect(bought().memberships[0]).toMatchObject({ state: 'running', endsOn: '2026-04-01' })
    expect(outcomeOf(book('2026-03-05T10:00', membershipId))).toBe('ok')
  })

  it.each([
    ['0.01 as a present, then the rest', 1, 'goodwill', 'other', '2026-04-01'],
    ['all but 0.01 as a present, then that', 9_899, 'goodwill', 'other', '2026-04-01'],
    ['all but 0.01, then that as a present', 9_899, 'other', 'goodwill', '2026-04-01'],
    ['in two parts, neither as a present', 9_899, 'other', 'other', '2026-03-01'],
  ] as const)('given back %s: a present keeps its month', (_, first, reason, then, endsOn) => {
    const { id: paymentId, line: saleLineId } = payments()[0]!
    const give = (amountMinor: number, why: 'goodwill' | 'other') => {
      const refunded = { paymentId, saleLineId, amountMinor, reason: why }
      const { month } = valueOf(studio.call('payments.refundConsequence', refunded))
      valueOf(studio.agree('payments.refund', refunded))
      return month
    }
    expect(give(first, reason)).toBeNull()
    expect(give(9_900 - first, then)?.endsOn ?? ends()).toBe(endsOn)
    expect(ends()).toBe(endsOn)
  })

  it('is held to the last day that was shown', () => {
    valueOf(renew())
    const { id: paymentId, line: saleLineId } = payments()[1]!
    const input = { paymentId, saleLineId, amountMinor: 9_900, reason: 'other' } as const
    const send = (endsOn: string) =>
      outcomeOf(studio.command('payments.refund', { ...input, shown: { endsOn } }))
    expect(send('2026-05-01')).toBe('consequence_changed')
    expect(send('2026-04-01')).toBe('ok')
  })

  it('is listed with its payments, as long as something of them can go back', () => {
    valueOf(renew())
    const list = () => valueOf(studio.call('payments.ofMembership', { clientId, membershipId }))
    expect(list().map(({ refundableMinor }) => refundableMinor)).toEqual([9_900, 9_900])
    expect(bought().memberships[0]!.refundableMinor).toBe(19_800)
    valueOf(refund(1))
    expect(list().map(({ refundableMinor }) => refundableMinor)).toEqual([9_900, 0])
    expect(bought().memberships[0]!.refundableMinor).toBe(9_900)
  })

  it('that was given up before ends no later for it', () => {
    valueOf(renew())
    valueOf(studio.command('memberships.end', { membershipId, lastDay: '2026-04-20' }))
    valueOf(refund(1))
    expect(ends()).toBe('2026-04-01')
    expect(outcomeOf(studio.command('memberships.reopen', { membershipId }))).toBe(
      'membership_not_ended',
    )
  })
})

describe('a package that has expired', () => {
  const give = (amountMinor: number, more: object = {}) =>
    studio.command('packages.refund', {
      clientPackageId: bought().packages[0]!.id,
      amountMinor,
      ...more,
    })

  beforeEach(() => {
    valueOf(sell(offerProduct(studio, packageDraft({ validityDays: 10 })), 50_000))
    studio.at('2026-03-13T10:00')
  })

  it('is worth nothing on the card and at the refund', () => {
    expect(bought().packages[0]).toMatchObject({
      left: 0,
      lost: 10,
      refund: { amountMinor: 0, withExpiredMinor: 50_000, creditsVoid: 10, creditsExpired: 10 },
    })
    expect(outcomeOf(give(50_000))).toBe('consequence_changed')
    expect(valueOf(give(0))).toMatchObject({ amountMinor: 0, creditsVoid: 10 })
  })

  it('is worth its price where a manager says so, with a reason in the log', () => {
    const expired = { expired: { reason: 'illness' } }
    studio.signIn('desk')
    expect(outcomeOf(give(50_000, expired))).toBe('approval_needed')
    studio.signIn('manager')
    expect(valueOf(give(50_000, expired))).toMatchObject({ amountMinor: 50_000 })
    expect(studio.events('package.refunded').at(-1)?.data).toMatchObject({ expired: 'illness' })
  })

  const bookWithPackage = (start: string) =>
    valueOf(
      studio.command('appointments.create', {
        trainerId: studio.people.ana,
        serviceId: studio.people.training,
        start,
        client: { kind: 'existing', clientId },
        funding: { kind: 'package', clientPackageId: bought().packages[0]!.id },
      }),
    ).appointmentId
  const cancelByStudio = (appointmentId: string) =>
    valueOf(
      studio.agree('appointments.cancel', {
        appointmentId,
        by: 'studio',
        reason: 'trainer_unavailable',
        refund: false,
      }),
    )

  it('does not come to life by a session of before that is booked, and cancelled by the studio', () => {
    cancelByStudio(bookWithPackage('2026-03-11T10:00'))
    expect(bought().packages[0]).toMatchObject({ left: 0, lost: 10, refund: { amountMinor: 0 } })
  })

  it('nor by one that is paid with it afterwards', () => {
    const appointmentId = bookSession(studio, '2026-03-11T10:00', {
      client: { kind: 'existing', clientId },
    })
    const clientPackageId = bought().packages[0]!.id
    const funding = { kind: 'package', clientPackageId } as const
    valueOf(studio.agree('appointments.changePaymentSource', { appointmentId, funding }))
    cancelByStudio(appointmentId)
    expect(bought().packages[0]).toMatchObject({ left: 0, lost: 10, refund: { amountMinor: 0 } })
  })

  it('nor by one whose credit had come back, and that is put back into the book', () => {
    studio.at('2026-03-09T10:00')
    const appointmentId = bookWithPackage('2026-03-11T10:00')
    valueOf(
      studio.agree('appointments.cancel', {
        appointmentId,
        by: 'client',
        reason: 'client_ill',
        refund: false,
      }),
    )
    studio.at('2026-03-13T10:00')
    valueOf(studio.agree('appointments.reinstate', { appointmentId }))
    cancelByStudio(appointmentId)
    expect(bought().packages[0]).toMatchObject({ left: 0, lost: 10, refund: { amountMinor: 0 } })
  })

  it('but what was booked while it was good, and cancelled by the studio, is good for a week', () => {
    studio.at('2026-03-09T10:00')
    const appointmentId = bookWithPackage('2026-03-11T10:00')
    studio.at('2026-03-13T10:00')
    cancelByStudio(appointmentId)
    expect(bought().packages[0]).toMatchObject({ left: 1, lost: 9 })
  })

  it('cannot be paid twice by saying that what is good had expired', () => {
    studio.at('2026-03-12T10:00')
    valueOf(give(50_000, { expired: { reason: 'other' } }))
    expect(studio.events('package.refunded').at(-1)?.data).not.toHaveProperty('expired')
  })
})

describe('what pays for nothing any more', () => {
  it('is neither sold nor renewed, and is again when a service is back', () => {
    const { training, stretching } = studio.people
    const draft = membershipDraft({ serviceIds: [training, stretching] })
    const productId = offerProduct(studio, draft)
    const { soldId: membershipId } = valueOf(sell(productId, 9_900))
    const set = (command: 'catalog.retire' | 'catalog.bringBack', id: string) =>
      valueOf(studio.agree(command, { kind: 'service', id }))
    set('catalog.retire', training)
    expect(outcomeOf(sell(productId, 9_900))).toBe('ok')
    set('catalog.retire', stretching)
    expect(outcomeOf(sell(productId, 9_900))).toBe('product_pays_nothing')
    expect(outcomeOf(studio.command('memberships.renew', { membershipId, ...card(9_900) }))).toBe(
      'product_pays_nothing',
    )
    set('catalog.bringBack', training)
    expect(outcomeOf(sell(productId, 9_900))).toBe('ok')
  })
})
