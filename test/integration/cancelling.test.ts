import { beforeEach, describe, expect, it } from 'vitest'
import { bookSession, clientOf, payCash } from '../support/book-session.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, refusalOf, valueOf } from '../support/read-result.ts'
import { openTodaysDrawer } from '../support/todays-drawer.ts'

let studio: TestStudio
/** Wednesday at noon: two days and four hours from now. */
let id: string

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('desk')
  id = bookSession(studio, '2026-03-04T12:00')
})

const cancel = (changes: object = {}) =>
  studio.agree('appointments.cancel', {
    appointmentId: id,
    by: 'client',
    reason: 'client_ill',
    refund: false,
    ...changes,
  })
const get = () => valueOf(studio.call('appointments.get', { appointmentId: id }))
const consequence = (by: 'client' | 'studio' = 'client') =>
  valueOf(studio.call('appointments.cancelConsequence', { appointmentId: id, by }))

describe('cancelling', () => {
  it('frees the slot, keeps the reason in the log and the note out of it', () => {
    valueOf(cancel({ note: 'Sprained an ankle' }))
    expect(get()).toMatchObject({
      status: 'cancelled',
      cancellation: {
        by: 'client',
        reason: 'client_ill',
        note: 'Sprained an ankle',
        late: false,
        feeMinor: 0,
      },
    })
    expect(studio.events('appointment.cancelled')[0]!.data).toMatchObject({
      appointmentId: id,
      by: 'client',
      reason: 'client_ill',
      late: false,
      feeMinor: 0,
      refundRequired: false,
    })
    expect(JSON.stringify(studio.events())).not.toContain('ankle')
    bookSession(studio, '2026-03-04T12:00')
  })

  it.each([
    { at: '2026-03-03T12:00', late: false, fee: 0 },
    { at: '2026-03-03T12:01', late: true, fee: 2_750 },
    { at: '2026-03-04T12:30', late: true, fee: 2_750 },
  ])('at $at is late: $late, and costs $fee; shown before, and then so', ({ at, late, fee }) => {
    studio.at(at)
    expect(consequence()).toMatchObject({
      late,
      feeMinor: fee,
      freeUntil: '2026-03-03T11:00:00.000Z',
    })
    valueOf(cancel())
    expect(get().cancellation).toMatchObject({ late, feeMinor: fee })
    expect(studio.events('appointment.cancelled')[0]!.data).toMatchObject({ late, feeMinor: fee })
  })

  it('by the studio costs nothing, however late', () => {
    payCash(studio, id)
    studio.at('2026-03-04T11:59')
    openTodaysDrawer(studio.app)
    expect(consequence('studio')).toMatchObject({ late: false, feeMinor: 0, refundDueMinor: 5_500 })
    valueOf(cancel({ by: 'studio', reason: 'trainer_unavailable', refund: true }))
    expect(get().money!.status).toBe('refunded')
  })

  it('keeps the terms it was booked on when the studio’s policy changes', () => {
    studio.app.database.exec(
      `INSERT INTO policies (effective_from, terms, changed_at) VALUES ('2026-03-02',
       '{"lateCancelWindowMinutes":4320,"lateCancelFeeBasisPoints":10000}', '2026-03-02T07:00:00.000Z')`,
    )
    expect(consequence()).toMatchObject({ late: false, feeMinor: 0 })
  })

  it('keeps money as the client’s balance that was not chosen to be given back', () => {
    payCash(studio, id)
    expect(consequence()).toMatchObject({ refundRequired: true, refundDueMinor: 5_500 })
    valueOf(cancel({ refund: false }))
    expect(studio.rows('SELECT method, amount_minor FROM refunds')).toEqual([
      { method: 'account', amount_minor: 5_500 },
    ])
    const clientId = clientOf(studio, id)
    const account = () => valueOf(studio.call('payments.account', { clientId }))
    expect(account().balanceMinor).toBe(5_500)
    // Taken back, the session is to be paid again, and can be out of the balance.
    valueOf(studio.command('appointments.reinstate', { appointmentId: id }))
    const tenders = [{ method: 'account', amountMinor: 5_500 } as const]
    valueOf(studio.command('payments.take', { appointmentId: id, amountMinor: 5_500, tenders }))
    expect(account().balanceMinor).toBe(0)
    expect(get().money!.status).toBe('paid')
  })

  it('gives back what is due in the same request when that was chosen', () => {
    payCash(studio, id)
    studio.at('2026-03-04T10:00')
    openTodaysDrawer(studio.app)
    valueOf(cancel({ refund: true }))
    expect(studio.rows('SELECT amount_minor, reason FROM refunds')).toEqual([
      { amount_minor: 2_750, reason: 'cancellation' },
    ])
    const [cancelled] = studio.events('appointment.cancelled')
    const [refunded] = studio.events('payment.refunded')
    expect(refunded!.metadata.correlationId).toBe(cancelled!.metadata.correlationId)
    expect(get().money!.status).toBe('part_refunded')
  })

  it('gives nothing back when nothing was paid, even when it was asked for', () => {
    valueOf(cancel({ refund: true }))
    expect(studio.rows('SELECT * FROM refunds')).toEqual([])
  })

  it('takes back neither when the refund fails', () => {
    payCash(studio, id)
    studio.app.database.exec(
      `CREATE TRIGGER broken BEFORE INSERT ON refunds BEGIN SELECT RAISE(ABORT, 'broken'); END`,
    )
    const before = studio.dump()
    expect(refusalOf(cancel({ refund: true })).code).toBe('unexpected')
    expect(studio.dump()).toBe(before)
  })

  it('is refused a second time', () => {
    valueOf(cancel())
    expect(outcomeOf(cancel())).toBe('appointment_cancelled')
    expect(
      outcomeOf(studio.call('appointments.cancelConsequence', { appointmentId: id, by: 'client' })),
    ).toBe('appointment_cancelled')
    const move = { appointmentId: id, trainerId: studio.people.ana, start: '2026-03-05T12:00' }
    expect(outcomeOf(studio.agree('appointments.reschedule', move))).toBe('appointment_cancelled')
  })
})

describe('taking a cancellation back', () => {
  const reinstate = () => studio.command('appointments.reinstate', { appointmentId: id })

  it('puts the session where it was, as if it had not been cancelled', () => {
    const { version, ...before } = get()
    const { undo } = valueOf(cancel({ note: 'a slip' }))
    valueOf(studio.undo(undo))
    const { version: after, ...restored } = get()
    expect(restored).toEqual(before)
    expect(after).toBeGreaterThan(version)
    expect(studio.events('appointment.reinstated')).toHaveLength(1)
    expect(studio.events('appointment.cancelled')).toHaveLength(1)
  })

  it('is refused when the slot was taken meanwhile, and says until when', () => {
    valueOf(cancel())
    bookSession(studio, '2026-03-04T12:30')
    expect(refusalOf(reinstate())).toMatchObject({
      code: 'trainer_busy',
      details: { until: '13:30' },
    })
  })

  it('asks again when the client has another session by now, and says so in the log', () => {
    const clientId = clientOf(studio, id)
    valueOf(cancel())
    bookSession(studio, '2026-03-04T12:30', {
      trainerId: studio.people.ben,
      client: { kind: 'existing', clientId },
    })
    expect(outcomeOf(reinstate())).toBe('client_busy')
    const back = valueOf(
      studio.command('appointments.reinstate', {
        appointmentId: id,
        allowClientOverlap: true,
        exceptionReason: 'Both wanted',
      }),
    )
    expect(studio.events('appointment.reinstated')[0]?.data.clientOverlap).toBe(true)
    // Undone and done again, it stands for the same reason.
    const undone = valueOf(studio.undo(back.undo)) as typeof back
    valueOf(studio.undo(undone.undo))
    const reasons = 'SELECT exception_reason AS reason FROM appointments WHERE id = ?'
    expect(studio.rows(reasons, id)).toEqual([{ reason: 'Both wanted' }])
  })

  it.each(['cancelled', 'moved'])(
    'of a session that was %s leaves no reason that nobody gave',
    (how) => {
      const clientId = clientOf(studio, id)
      const move = {
        appointmentId: id,
        trainerId: studio.people.ana,
        start: '2026-03-04T15:00',
      } as const
      const act = () =>
        how === 'moved' ? valueOf(studio.agree('appointments.reschedule', move)) : valueOf(cancel())
      const both = () =>
        bookSession(studio, '2026-03-04T12:30', {
          trainerId: studio.people.ben,
          client: { kind: 'existing', clientId },
          allowClientOverlap: true,
          exceptionReason: 'Both wanted',
        })
      // At first it was alone.
      if (how === 'cancelled') both()
      const { undo } = act()
      if (how === 'moved') both()
      valueOf(studio.undo(undo))
      const rows = studio.rows(
        'SELECT exception_reason AS reason FROM appointments WHERE id = ?',
        id,
      )
      expect(rows).toEqual([{ reason: null }])
    },
  )

  it('is refused for a session that is not cancelled', () => {
    expect(outcomeOf(reinstate())).toBe('appointment_not_cancelled')
  })

  it('leaves a refund refunded, and the session can be paid again', () => {
    payCash(studio, id)
    valueOf(cancel({ refund: true }))
    valueOf(reinstate())
    expect(get()).toMatchObject({ status: 'booked', money: { status: 'refunded' } })
    payCash(studio, id)
    expect(get().money!.status).toBe('paid')
    expect(get().payments).toHaveLength(2)
  })

  it('is allowed to the desk also where a manager had allowed the hour', () => {
    studio.signIn('manager')
    id = bookSession(studio, '2026-03-04T21:00', { allowOutsideHours: true })
    studio.signIn('desk')
    valueOf(cancel())
    expect(outcomeOf(reinstate())).toBe('ok')
  })
})
