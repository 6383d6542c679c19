import { beforeEach, describe, expect, it } from 'vitest'
import { versionOf } from '../../main/features/check-version.ts'
import { newId } from '../../shared/ids.ts'
import type { Session } from '../../shared/staff.ts'
import { bookSession, payCash } from '../support/book-session.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { approve } from '../support/approve.ts'
import { outcomeOf, refusalOf, valueOf } from '../support/read-result.ts'

let studio: TestStudio
let receipts: readonly string[]

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('desk')
  receipts = ['15:00', '16:00'].map(
    (time) => payCash(studio, bookSession(studio, `2026-03-02T${time}`)).receiptNumber,
  )
})

type Void = { readonly receipt?: number; readonly reason?: 'wrong_item' | 'wrong_tender' }
const voidSale = ({ receipt = 0, reason = 'wrong_item' }: Void = {}, approvalId?: string) =>
  studio.command('payments.void', { receiptNumber: receipts[receipt]!, reason, approvalId })

describe('a manager’s approval', () => {
  it.each([
    [{}, 'ok', 'what was on the screen'],
    [{ receipt: 1 }, 'approval_needed', 'another receipt'],
    [{ reason: 'wrong_tender' }, 'approval_needed', 'the same receipt for another reason'],
  ] as const)('spent on %o: %s (%s)', (wish: Void, outcome, _what) => {
    const approvalId = approve(studio, voidSale())
    expect(outcomeOf(voidSale(wish, approvalId))).toBe(outcome)
    expect(studio.rows('SELECT 1 FROM sale_voids')).toHaveLength(outcome === 'ok' ? 1 : 0)
    // What it was given for can still be done with it.
    expect(outcomeOf(voidSale({}, approvalId))).toBe(outcome === 'ok' ? 'sale_voided' : 'ok')
  })

  it('is bound to the sum', () => {
    const { paymentId } = payCash(studio, bookSession(studio, '2026-03-02T18:00'))
    studio.signIn('manager')
    const current = valueOf(studio.call('policy.current', {}))
    const policy = { ...current.policy, refundLimitMinor: 0 }
    valueOf(studio.command('policy.save', { effectiveFrom: '2026-03-02', policy }))
    studio.signIn('desk')
    const refund = (amountMinor: number, approvalId?: string) =>
      studio.command('payments.refund', { paymentId, amountMinor, reason: 'goodwill', approvalId })
    const approvalId = approve(studio, refund(100))
    expect(outcomeOf(refund(5_500, approvalId))).toBe('approval_needed')
    expect(outcomeOf(refund(100, approvalId))).toBe('ok')
    expect(outcomeOf(refund(100, approvalId))).toBe('approval_needed')
  })

  it.each([
    ['two minutes of running', () => studio.clock.advance({ minutes: 2 }), 'ok'],
    ['a moment more', () => studio.clock.advance({ minutes: 2, ms: 1 }), 'approval_needed'],
    ['the clock set ahead by three hours', () => studio.at('2026-03-02T11:00'), 'ok'],
    [
      'two minutes and a clock that was set back',
      () => {
        studio.clock.advance({ minutes: 3 })
        studio.at('2026-03-02T08:00')
      },
      'approval_needed',
    ],
    [
      'a restart',
      () => {
        studio.reopen()
        studio.signIn('desk')
      },
      'approval_needed',
    ],
  ])('after %s: %s', (_, passes, outcome) => {
    const approvalId = approve(studio, voidSale())
    passes()
    expect(outcomeOf(voidSale({}, approvalId))).toBe(outcome)
  })

  it.each([
    ['is off the list', 'UPDATE staff SET active = 0 WHERE role = ?'],
    ['is no manager any more', `UPDATE staff SET role = 'front_desk' WHERE role = ?`],
  ])('is worth nothing once its giver %s', (_, change) => {
    const approvalId = approve(studio, voidSale())
    studio.app.database.prepare(change).run('manager')
    expect(outcomeOf(voidSale({}, approvalId))).toBe('approval_needed')
  })

  describe('outlives nothing that happens to its giver at another window', () => {
    const send = (name: string, input: object, at: { current: Session | null }) =>
      valueOf(studio.send({ name, input, commandId: newId() }, at))
    const changed = (staffId: string, role: string) => ({
      staffId,
      name: 'Nia New',
      role,
      trainerId: null,
      expectedVersion: versionOf(studio.app.database, 'staff', staffId),
    })

    it.each<[string, (at: { current: Session | null }, staffId: string) => void]>([
      ['a new PIN', (at, staffId) => send('staff.setPin', { staffId, pin: '40817' }, at)],
      [
        'taken off the list and put back',
        (at, staffId) => {
          send('staff.deactivate', { staffId }, at)
          send('staff.reactivate', { staffId }, at)
        },
      ],
      [
        'made front desk and manager again',
        (at, staffId) => {
          send('staff.change', changed(staffId, 'front_desk'), at)
          send('staff.change', changed(staffId, 'manager'), at)
        },
      ],
    ])('%s', (_, happens) => {
      const window: { current: Session | null } = { current: null }
      const { id, pin } = studio.people.staff.manager
      send('staff.signIn', { staffId: id, pin }, window)
      const nia = { name: 'Nia New', role: 'manager', trainerId: null, pin: '36084' }
      const { staffId } = send('staff.add', nia, window) as { staffId: string }
      const { action, subject } = refusalOf(voidSale()).details as {
        action: 'void_sale'
        subject: string
      }
      const approval = () =>
        valueOf(studio.command('staff.approve', { staffId, pin: '36084', action, subject }))
          .approvalId
      const kept = approval()
      happens(window, staffId)
      expect(outcomeOf(voidSale({}, kept))).toBe('approval_needed')
    })
  })

  it('is not given to another person, nor for another kind of action', () => {
    const approvalId = approve(studio, voidSale())
    studio.session.current = { ...studio.session.current!, id: studio.people.staff.trainer.id }
    expect(outcomeOf(voidSale({}, approvalId))).toBe('approval_needed')
    studio.signIn('desk')
    const { details } = refusalOf(voidSale())
    const { id: staffId, pin } = studio.people.staff.manager
    const subject = String(details?.['subject'])
    const refund = { staffId, pin, action: 'refund', subject } as const
    const other = valueOf(studio.command('staff.approve', refund)).approvalId
    expect(outcomeOf(voidSale({}, other))).toBe('approval_needed')
  })
})

describe('what front desk reads in Activity', () => {
  it('has no earnings in it, on no page and in no family; the manager’s has', () => {
    studio.at('2026-03-02T17:30')
    for (const { id: appointmentId } of studio.rows<{ id: string }>('SELECT id FROM appointments'))
      valueOf(studio.command('appointments.complete', { appointmentId }))
    const types = (family: string | null) => {
      const seen: string[] = []
      let beforeSeq: number | null = null
      do {
        const page: { entries: readonly { type: string }[]; nextBeforeSeq: number | null } =
          valueOf(studio.call('activity.list', { beforeSeq, limit: 3, family }))
        seen.push(...page.entries.map(({ type }) => type))
        beforeSeq = page.nextBeforeSeq
      } while (beforeSeq !== null)
      return seen
    }
    const all = studio.events().length
    const earned = studio.events().filter(({ type }) => type.startsWith('earning.')).length
    expect(earned).toBeGreaterThan(0)
    expect(types(null)).toHaveLength(all - earned)
    expect(types(null).filter((type) => type.startsWith('earning.'))).toEqual([])
    expect(types('earning')).toEqual([])
    studio.signIn('manager')
    expect(types('earning')).toHaveLength(earned)
  })
})

describe('checking somebody in', () => {
  it.each([
    // A session on Thursday, 5 March, and one at half past midnight that day.
    ['2026-03-05T09:00', '2026-03-02T08:00', 'check_in_too_early'],
    ['2026-03-05T09:00', '2026-03-04T23:59', 'check_in_too_early'],
    ['2026-03-05T09:00', '2026-03-05T00:00', 'ok'],
    ['2026-03-05T09:00', '2026-03-05T08:59', 'ok'],
    ['2026-03-05T09:00', '2026-03-06T10:00', 'ok'],
    ['2026-03-05T00:30', '2026-03-04T23:29', 'check_in_too_early'],
    ['2026-03-05T00:30', '2026-03-04T23:30', 'ok'],
  ])('for %s at %s: %s, by a trainer and the desk alike', (start, at, outcome) => {
    studio.signIn('manager')
    const appointmentId = bookSession(studio, start, { allowOutsideHours: true })
    for (const who of ['trainer', 'desk'] as const) {
      studio.signIn(who)
      studio.at(at)
      const checked = studio.command('appointments.checkIn', { appointmentId })
      expect(outcomeOf(checked)).toBe(outcome)
      if (checked.ok) valueOf(studio.undo(checked.value.undo))
    }
  })
})

describe('what a manager is asked to allow', () => {
  const aboutOf = (answer: Parameters<typeof refusalOf>[0]) => refusalOf(answer).details?.['about']
  const session = {
    service: 'Personal training',
    start: '2026-03-02T15:00',
    trainer: 'Ana Ruiz',
  }

  it('is named by client, receipt, sum and reason when a sale is voided', () => {
    expect(aboutOf(voidSale({ receipt: 1, reason: 'wrong_tender' }))).toEqual({
      client: 'Cleo Client',
      receiptNumber: receipts[1],
      amountMinor: 5_500,
      product: null,
      session: null,
      to: null,
      reason: 'wrong_tender',
    })
  })

  it('is named by the sum that goes back, also where the command does not say it', () => {
    studio.signIn('manager')
    const current = valueOf(studio.call('policy.current', {}))
    const policy = { ...current.policy, refundLimitMinor: 0 }
    valueOf(studio.command('policy.save', { effectiveFrom: '2026-03-02', policy }))
    studio.signIn('desk')
    const [first] = studio.rows<{ id: string }>('SELECT id FROM appointments ORDER BY start_time')
    const cancelled = { appointmentId: first!.id, by: 'studio', reason: 'studio_closed' } as const
    expect(
      aboutOf(studio.agree('appointments.cancel', { ...cancelled, refund: true })),
    ).toMatchObject({ client: 'Cleo Client', amountMinor: 5_500, session, reason: 'studio_closed' })
  })

  it('is named by session, fee and reason when a lateness is let go', () => {
    const [first] = studio.rows<{ id: string }>('SELECT id FROM appointments ORDER BY start_time')
    const late = { appointmentId: first!.id, by: 'client', reason: 'client_ill' } as const
    const waiver = { reason: 'emergency' } as const
    const asked = studio.agree('appointments.cancel', { ...late, refund: false, waiver })
    expect(aboutOf(asked)).toMatchObject({ amountMinor: 2_750, session, reason: 'emergency' })
  })

  it('is named by both times when a session is to be moved outside hours', () => {
    const [first] = studio.rows<{ id: string }>('SELECT id FROM appointments ORDER BY start_time')
    const asked = studio.agree('appointments.reschedule', {
      appointmentId: first!.id,
      trainerId: studio.people.ben,
      start: '2026-03-02T21:00',
      allowOutsideHours: true,
      exceptionReason: 'After work',
    })
    expect(aboutOf(asked)).toMatchObject({
      client: 'Cleo Client',
      session,
      to: { start: '2026-03-02T21:00', trainer: 'Ben Okafor' },
      reason: 'After work',
    })
  })

  it('is named by who comes when a booking is outside hours', () => {
    const asked = studio.agree('appointments.create', {
      trainerId: studio.people.ben,
      serviceId: studio.people.training,
      start: '2026-03-02T21:00',
      client: { kind: 'new', client: { name: 'Nora Next' } },
      allowOutsideHours: true,
      exceptionReason: 'After work',
    })
    expect(aboutOf(asked)).toMatchObject({
      client: 'Nora Next',
      session: { service: 'Personal training', start: '2026-03-02T21:00', trainer: 'Ben Okafor' },
      reason: 'After work',
    })
  })
})
