import { beforeEach, describe, expect, it } from 'vitest'
import { minor } from '../../shared/money.ts'
import type { CommandName } from '../../shared/contracts.ts'
import { newId } from '../../shared/ids.ts'
import type { Shown } from '../../shared/shown.ts'
import { bookSession, clientOf, payCash } from '../support/book-session.ts'
import { addGroupService, fillSeats, scheduleGroup } from '../support/group-session.ts'
import { leavingAllAsItWas } from '../support/leaving-all-as-it-was.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, refusalOf, valueOf } from '../support/read-result.ts'
import {
  giveProduct,
  membershipDraft,
  offerProduct,
  packageDraft,
} from '../support/sell-package.ts'
import { openTodaysDrawer } from '../support/todays-drawer.ts'
import { validInputs } from '../support/valid-inputs.ts'
import { openWholeStudio } from '../support/whole-studio.ts'

/* The sums of classes and of what is bought ahead, as they were shown. It is Monday, 2 March, 08:00. */
let studio: TestStudio
let id: string

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('manager')
  id = bookSession(studio, '2026-03-04T12:00')
})

const sellTo = (draft: Parameters<typeof offerProduct>[1]) =>
  giveProduct(studio, clientOf(studio, id), offerProduct(studio, draft))

describe('what a class comes to', () => {
  let group: string
  let seats: string[]
  const cancelGroup = (shown: Shown | undefined) =>
    studio.command('groups.cancel', { appointmentId: group, reason: 'other', refund: false, shown })

  beforeEach(() => {
    group = scheduleGroup(studio, '2026-03-04T15:00', { serviceId: addGroupService(studio) })
    seats = fillSeats(studio, group, 2)
    openTodaysDrawer(studio.app)
    const amountMinor = minor(1_800)
    const tenders = [{ method: 'cash' as const, amountMinor, tenderedMinor: amountMinor }]
    const key = { appointmentId: group, seatId: seats[0]!, amountMinor, tenders }
    valueOf(studio.command('payments.take', key))
  })

  it('cancelled as a whole is said before, and is held to that', () => {
    const says = () => valueOf(studio.call('groups.cancelConsequence', { appointmentId: group }))
    expect(says()).toEqual({ backMinor: 1_800, creditsBack: 0 })
    const shown = { backMinor: says().backMinor }
    const { paymentId } = studio.rows<{ paymentId: string }>(
      'SELECT id AS paymentId FROM payments',
    )[0]!
    const part = { paymentId, amountMinor: minor(300), reason: 'other' } as const
    valueOf(studio.command('payments.refund', part))
    leavingAllAsItWas(studio, () =>
      expect(outcomeOf(cancelGroup(shown))).toBe('consequence_changed'),
    )
    expect(says().backMinor).toBe(1_500)
    expect(outcomeOf(cancelGroup({ backMinor: 1_500 }))).toBe('ok')
  })

  it('says which credits go back', () => {
    const clientPackageId = sellTo(packageDraft())
    const client = { kind: 'existing', clientId: clientOf(studio, id) } as const
    const funding = { kind: 'package', clientPackageId } as const
    valueOf(studio.command('groups.addSeat', { appointmentId: group, client, funding }))
    expect(valueOf(studio.call('groups.cancelConsequence', { appointmentId: group }))).toEqual({
      backMinor: 1_800,
      creditsBack: 1,
    })
  })
})

describe('what is sold, renewed, paused and voided', () => {
  const card = (amountMinor: number) => ({
    amountMinor,
    tenders: [{ method: 'card' as const, amountMinor, reference: 'T' }],
  })
  const month = () => sellTo(membershipDraft({ sessionsPerMonth: 4 }))
  const paidMonth = () => {
    const productId = offerProduct(studio, membershipDraft())
    const input = { clientId: clientOf(studio, id), productId, ...card(9_900) }
    valueOf(studio.command('packages.sell', input))
    return studio.rows<{ id: string }>('SELECT id FROM payments')[0]!.id
  }

  it.each<{
    what: string
    right: Shown
    wrong: readonly Shown[]
    act: (shown: Shown | undefined) => Parameters<typeof outcomeOf>[0]
  }>([
    {
      what: 'a package sold',
      right: { paidMinor: 50_000, credits: 10, endsOn: '2027-03-02' },
      wrong: [{ paidMinor: 49_999 }, { credits: 9 }, { endsOn: '2026-06-01' }],
      act: (shown) =>
        studio.command('packages.sell', {
          clientId: clientOf(studio, id),
          productId: offerProduct(studio, packageDraft()),
          ...card(50_000),
          shown,
        }),
    },
    {
      what: 'a membership sold',
      right: { paidMinor: 9_900, endsOn: '2026-04-01' },
      wrong: [{ endsOn: '2026-04-02' }, { paidMinor: 9_901 }],
      act: (shown) =>
        studio.command('packages.sell', {
          clientId: clientOf(studio, id),
          productId: offerProduct(studio, membershipDraft()),
          ...card(9_900),
          shown,
        }),
    },
    {
      what: 'a membership renewed',
      right: { paidMinor: 9_900, endsOn: '2026-05-01' },
      wrong: [{ endsOn: '2026-06-01' }, { endsOn: '2026-04-01' }],
      act: (shown) =>
        studio.command('memberships.renew', { membershipId: month(), ...card(9_900), shown }),
    },
    {
      what: 'a membership paused',
      right: { endsOn: '2026-04-08' },
      wrong: [{ endsOn: '2026-04-07' }, { endsOn: '2026-04-01' }],
      act: (shown) =>
        studio.command('memberships.pause', {
          membershipId: month(),
          fromOn: '2026-03-10',
          untilOn: '2026-03-16',
          shown,
        }),
    },
    {
      what: 'a sale voided',
      right: { backMinor: 5_500 },
      wrong: [{ backMinor: 0 }, { backMinor: 5_499 }, { backMinor: 5_501 }],
      act: (shown) => {
        openTodaysDrawer(studio.app)
        const { receiptNumber } = payCash(studio, id)
        return studio.command('payments.void', { receiptNumber, reason: 'other', shown })
      },
    },
    {
      what: 'a pause that is ended',
      right: { endsOn: '2026-04-01' },
      wrong: [{ endsOn: '2026-04-08' }, { endsOn: '2026-03-31' }],
      act: (shown) => {
        const membershipId = month()
        const rest = { membershipId, fromOn: '2026-03-10', untilOn: '2026-03-16' }
        const { undo } = valueOf(studio.command('memberships.pause', rest))
        const { pauseId } = undo!.input as { pauseId: string }
        return studio.command('memberships.resume', { membershipId, pauseId, shown })
      },
    },
    {
      what: 'a month refunded',
      right: { endsOn: '2026-03-01' },
      wrong: [{ endsOn: null }, { endsOn: '2026-04-01' }],
      act: (shown) => {
        const back = { paymentId: paidMonth(), amountMinor: minor(9_900), reason: 'other' } as const
        return studio.command('payments.refund', { ...back, shown })
      },
    },
    {
      what: 'a present that loses no month',
      right: { endsOn: null },
      wrong: [{ endsOn: '2026-03-01' }],
      act: (shown) => {
        const back = {
          paymentId: paidMonth(),
          amountMinor: minor(9_900),
          reason: 'goodwill',
        } as const
        return studio.command('payments.refund', { ...back, shown })
      },
    },
  ])('$what is what was shown, or nothing', ({ right, wrong, act }) => {
    for (const shown of wrong) {
      const fresh = openTestStudio()
      fresh.signIn('manager')
      studio = fresh
      id = bookSession(studio, '2026-03-04T12:00')
      expect(outcomeOf(act(shown))).toBe('consequence_changed')
    }
    studio = openTestStudio()
    studio.signIn('manager')
    id = bookSession(studio, '2026-03-04T12:00')
    expect(outcomeOf(act(right))).toBe('ok')
  })

  it.each<[CommandName, keyof Shown]>([
    ['appointments.create', 'priceMinor'],
    ['appointments.changePaymentSource', 'priceMinor'],
    ['groups.addSeat', 'priceMinor'],
    ['series.create', 'priceMinor'],
    ['packages.sell', 'credits'],
    ['packages.sell', 'endsOn'],
    ['memberships.renew', 'endsOn'],
    ['memberships.pause', 'endsOn'],
    ['memberships.resume', 'endsOn'],
    ['payments.refund', 'endsOn'],
    ['payments.void', 'backMinor'],
  ])('%s is no command at all where %s was not shown', (name, what) => {
    const whole = openWholeStudio()
    whole.become('manager')
    const input = validInputs[name](whole) as { readonly shown: Shown }
    const send = (shown: Shown | undefined) =>
      whole.send({ name, input: { ...input, shown }, commandId: newId() })
    const field = (shown: Shown | undefined) => refusalOf(send(shown)).details?.['field']
    leavingAllAsItWas(whole, () => {
      expect(field(undefined)).toBe('shown')
      expect(field({ ...input.shown, [what]: undefined })).toBe(`shown.${what}`)
    })
    expect(outcomeOf(send(input.shown))).toBe('ok')
  })

  it('a second renewal that showed the same last day is refused', () => {
    const membershipId = month()
    const renew = () =>
      studio.command('memberships.renew', {
        membershipId,
        ...card(9_900),
        shown: { endsOn: '2026-05-01' },
      })
    expect(outcomeOf(renew())).toBe('ok')
    leavingAllAsItWas(studio, () => expect(outcomeOf(renew())).toBe('consequence_changed'))
  })
})
