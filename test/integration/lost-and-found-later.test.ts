import { beforeEach, describe, expect, it } from 'vitest'
import type { ApprovalFacts } from '../../shared/approvals.ts'
import { approve } from '../support/approve.ts'
import { bookSession, payCash } from '../support/book-session.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, refusalOf, valueOf } from '../support/read-result.ts'
import {
  giveProduct,
  membershipDraft,
  offerProduct,
  packageDraft,
} from '../support/sell-package.ts'
import { openTodaysDrawer } from '../support/todays-drawer.ts'

/*
 * Whoever says weeks later that a session was not lost after all, lets go what it had cost: that needs a
 * manager, as letting a fee go does. For a day it only takes back what was just said.
 */

const today = '2026-03-02'
let studio: TestStudio
let clientId: string

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('manager')
  const { date, policy } = valueOf(studio.call('policy.current', {}))
  valueOf(
    studio.command('policy.save', {
      effectiveFrom: date,
      policy: { ...policy, forgivenNoShows: 0 },
    }),
  )
  clientId = valueOf(studio.command('clients.register', { name: 'Cleo Client' })).clientId
  studio.signIn('desk')
})

type Funding = NonNullable<Parameters<typeof bookSession>[2]>['funding']
const book = (funding?: Funding) =>
  bookSession(studio, `${today}T15:00`, {
    client: { kind: 'existing', clientId },
    ...(funding && { funding }),
  })
const fromPackage = () => {
  const product = offerProduct(studio, packageDraft())
  return book({ kind: 'package', clientPackageId: giveProduct(studio, clientId, product) })
}
const asMember = (sessionsPerMonth: number | null) => {
  const product = offerProduct(studio, membershipDraft({ sessionsPerMonth }))
  return book({ kind: 'membership', membershipId: giveProduct(studio, clientId, product) })
}
const paid = () => {
  const id = book()
  payCash(studio, id)
  return id
}

const cancel = (appointmentId: string, more: object = {}) =>
  studio.agree('appointments.cancel', {
    appointmentId,
    by: 'client',
    reason: 'client_ill',
    refund: false,
    ...more,
  })
const lateCancel = (id: string) => valueOf(cancel(id))
const noShow = (id: string) =>
  valueOf(studio.agree('appointments.noShow', { appointmentId: id, refund: false }))
const takeBack = {
  no_show: (appointmentId: string, approvalId?: string) =>
    studio.command('appointments.takeBackNoShow', { appointmentId, approvalId }),
  late: (appointmentId: string, approvalId?: string) =>
    studio.command('appointments.reinstate', { appointmentId, approvalId }),
}
/** Loses a session at 16:00, or at 12:00 by calling it off. */
const lose = (how: 'no_show' | 'late', id: string) => {
  studio.at(how === 'late' ? `${today}T12:00` : `${today}T16:00`)
  return how === 'late' ? lateCancel(id) : noShow(id)
}
/** So long after it was lost, at the desk. */
const later = (how: 'no_show' | 'late', day: string, minutes = 0) => {
  const hour = how === 'late' ? 12 : 16
  studio.at(`${day}T${hour}:${String(minutes).padStart(2, '0')}`)
  studio.signIn('desk')
  openTodaysDrawer(studio.app)
}
const about = (refused: ReturnType<typeof cancel>) =>
  refusalOf(refused).details!['about'] as ApprovalFacts
const feeStates = () => studio.rows<{ state: string }>('SELECT state FROM fees').map((f) => f.state)

describe('what a session that was lost has cost', () => {
  it.each([
    { what: 'a fee that is owed', how: 'no_show', made: () => book(), minor: 5_500 },
    { what: 'a fee that is owed', how: 'late', made: () => book(), minor: 2_750 },
    { what: 'a fee kept out of a payment', how: 'no_show', made: paid, minor: 5_500 },
    { what: 'a fee kept out of a payment', how: 'late', made: paid, minor: 2_750 },
    { what: 'a credit', how: 'no_show', made: fromPackage, minor: 0 },
    { what: 'a credit', how: 'late', made: fromPackage, minor: 0 },
    { what: 'a session of the month', how: 'no_show', made: () => asMember(4), minor: 0 },
    { what: 'a session of the month', how: 'late', made: () => asMember(4), minor: 0 },
    { what: 'a member’s flat fee', how: 'no_show', made: () => asMember(null), minor: 1_000 },
  ] as const)('is let go by a manager after a day: $what, $how', ({ how, made, minor }) => {
    const id = made()
    lose(how, id)
    later(how, '2026-03-03', 1)
    const before = feeStates()
    const refused = takeBack[how](id)
    expect(outcomeOf(refused)).toBe('approval_needed')
    expect(feeStates()).toEqual(before)
    expect(about(refused)).toMatchObject({
      client: 'Cleo Client',
      amountMinor: minor,
      session: { start: `${today}T15:00` },
    })
    const approvalId = approve(studio, refused)
    expect(outcomeOf(takeBack[how](id, approvalId))).toBe('ok')
    expect(feeStates().every((state) => state === 'withdrawn')).toBe(true)
    expect(studio.events('staff.override_used')).toHaveLength(1)
  })

  it.each(['no_show', 'late'] as const)(
    'comes back freely for a day, and to the moment: %s',
    (how) => {
      const id = book()
      const { undo } = lose(how, id)
      later(how, '2026-03-03')
      expect(outcomeOf(studio.undo(undo))).toBe('ok')
      expect(feeStates()).toEqual(['withdrawn'])
    },
  )

  it.each(['no_show', 'late'] as const)('is let go by a manager at their own desk: %s', (how) => {
    const id = book()
    lose(how, id)
    later(how, '2026-03-20')
    studio.signIn('manager')
    expect(outcomeOf(takeBack[how](id))).toBe('ok')
  })

  it.each(['no_show', 'late'] as const)('asks an undo that comes after a day, too: %s', (how) => {
    const id = book()
    const { undo } = lose(how, id)
    later(how, '2026-03-03', 1)
    const refused = studio.undo(undo)
    const approvalId = approve(studio, refused)
    const again = { command: undo!.command, input: { ...(undo!.input as object), approvalId } }
    expect(outcomeOf(studio.undo(again))).toBe('ok')
  })

  it.each([
    {
      what: 'it was let go then',
      how: 'late' as const,
      lost: (id: string): void => {
        lose('late', id)
        studio.signIn('manager')
        const { id: feeId } = studio.rows<{ id: string }>('SELECT id FROM fees')[0]!
        valueOf(studio.command('fees.waive', { feeId, reason: 'illness' }))
      },
    },
    {
      what: 'the studio called it off',
      how: 'late' as const,
      lost: (id: string): void => void valueOf(cancel(id, { by: 'studio', reason: 'other' })),
    },
    {
      what: 'it was called off in time',
      how: 'late' as const,
      made: () => bookSession(studio, '2026-03-05T15:00'),
      lost: (id: string): void => void valueOf(cancel(id)),
    },
    {
      what: 'its fee was paid, and stays so',
      how: 'no_show' as const,
      lost: (id: string): void => {
        lose('no_show', id)
        const { id: feeId } = studio.rows<{ id: string }>('SELECT id FROM fees')[0]!
        const tenders = [{ method: 'card' as const, amountMinor: 5_500, reference: 'T-1' }]
        const items = [{ kind: 'fee' as const, feeId }]
        valueOf(studio.command('payments.sell', { clientId, items, amountMinor: 5_500, tenders }))
      },
    },
  ])('is nothing where $what', ({ how, lost, made }) => {
    const id = made?.() ?? book()
    lost(id)
    later(how, '2026-03-20')
    expect(outcomeOf(takeBack[how](id))).toBe('ok')
  })

  it('is not let go with what was allowed for another session', () => {
    const [one, other] = [book(), bookSession(studio, `${today}T17:00`)]
    lose('late', one)
    lateCancel(other)
    later('late', '2026-03-20')
    const approvalId = approve(studio, takeBack.late(one))
    expect(outcomeOf(takeBack.late(other, approvalId))).toBe('approval_needed')
    expect(outcomeOf(takeBack.late(one, approvalId))).toBe('ok')
  })
})

it('a refund that goes with a cancellation is allowed as it was shown', () => {
  studio.signIn('manager')
  const { date, policy } = valueOf(studio.call('policy.current', {}))
  const changed = { ...policy, refundLimitMinor: 1_000 }
  valueOf(studio.command('policy.save', { effectiveFrom: date, policy: changed }))
  studio.signIn('desk')
  const id = paid()
  const wish = { by: 'studio', reason: 'other', refund: true } as const
  const refundApprovalId = approve(studio, cancel(id, wish))
  const other = cancel(id, { ...wish, reason: 'trainer_unavailable', refundApprovalId })
  expect(outcomeOf(other)).toBe('approval_needed')
  expect(outcomeOf(cancel(id, { ...wish, refundApprovalId }))).toBe('ok')
})
