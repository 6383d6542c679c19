import { beforeEach, describe, expect, it } from 'vitest'
import { approve } from '../support/approve.ts'
import { bookSession, payCash } from '../support/book-session.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, valueOf } from '../support/read-result.ts'
import { openTodaysDrawer } from '../support/todays-drawer.ts'

let studio: TestStudio
/** Wednesday at noon: free to cancel until Tuesday noon. */
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
const fees = () =>
  valueOf(studio.call('fees.list', { appointmentId: id })).map(({ state, amountMinor }) => ({
    state,
    amountMinor,
  }))
const move = (start: string, changes: object = {}) =>
  studio.agree('appointments.reschedule', {
    appointmentId: id,
    trainerId: studio.people.ana,
    start,
    ...changes,
  })

describe('the fee of a late cancellation', () => {
  it('is due at once when nothing was paid', () => {
    studio.at('2026-03-04T10:00')
    valueOf(cancel())
    expect(fees()).toEqual([{ state: 'due', amountMinor: 2_750 }])
    expect(studio.events('fee.charged')[0]!.data).toMatchObject({
      kind: 'late_cancellation',
      amount: 2_750,
      state: 'due',
    })
  })

  it('is kept out of what was paid', () => {
    payCash(studio, id)
    studio.at('2026-03-04T10:00')
    openTodaysDrawer(studio.app)
    valueOf(cancel({ refund: true }))
    expect(fees()).toEqual([{ state: 'kept', amountMinor: 2_750 }])
  })

  it.each(['early', 'by the studio'])('is none when it is %s', (when) => {
    if (when !== 'early') studio.at('2026-03-04T10:00')
    valueOf(cancel(when === 'early' ? {} : { by: 'studio', reason: 'studio_closed' }))
    expect(fees()).toEqual([])
  })

  it('is withdrawn when the cancellation is taken back, and comes again with it', () => {
    studio.at('2026-03-04T10:00')
    const { undo } = valueOf(cancel())
    const back = valueOf(studio.undo(undo)) as { undo: never }
    expect(fees()).toEqual([{ state: 'withdrawn', amountMinor: 2_750 }])
    valueOf(studio.undo(back.undo))
    expect(get()).toMatchObject({
      status: 'cancelled',
      cancellation: { reason: 'client_ill', late: true },
    })
    expect(
      fees()
        .map(({ state }) => state)
        .toSorted(),
    ).toEqual(['due'])
  })

  it('is let go by a manager, with a reason in the log', () => {
    studio.at('2026-03-04T10:00')
    const waiver = { reason: 'emergency' } as const
    const approvalId = approve(studio, cancel({ waiver }))
    valueOf(cancel({ waiver: { ...waiver, approvalId } }))
    expect(get()).toMatchObject({ excused: 'waived', cancellation: { late: false, feeMinor: 0 } })
    expect(fees()).toEqual([])
    expect(studio.events('appointment.cancelled')[0]!.data).toMatchObject({
      late: false,
      waived: 'emergency',
    })
  })

  it('needs no manager where there is nothing to let go', () => {
    valueOf(cancel({ waiver: { reason: 'emergency' } }))
    expect(get().excused).toBeNull()
  })
})

describe('"the client told us at …"', () => {
  beforeEach(() => studio.at('2026-03-04T10:00'))

  it.each([
    { at: '2026-03-03T12:00', late: false, rule: 'exactly 24 hours before the start' },
    { at: '2026-03-03T12:01', late: true, rule: 'a minute later' },
  ])('counts instead of now: $rule is late: $late', ({ at, late }) => {
    const shown = studio.call('appointments.cancelConsequence', {
      appointmentId: id,
      by: 'client',
      toldAt: at,
    })
    expect(valueOf(shown).late).toBe(late)
    valueOf(cancel({ told: { at, reason: 'voicemail' } }))
    expect(get().cancellation).toMatchObject({ late })
    const [cancelled] = studio.events('appointment.cancelled')
    expect(cancelled!.data).toMatchObject({ late, toldReason: 'voicemail' })
    expect(cancelled!.data.toldAt).toBe(get().cancellation!.toldAt)
  })

  it.each([
    { at: '2026-03-04T10:01', outcome: 'told_in_future' },
    { at: '2026-03-02T07:59', outcome: 'told_before_booking' },
    { at: '2026-03-29T02:30', outcome: 'time_does_not_exist' },
  ])('is refused at $at: $outcome', ({ at, outcome }) => {
    expect(outcomeOf(cancel({ told: { at, reason: 'written' } }))).toBe(outcome)
  })
})

describe('moving inside the window', () => {
  it.each([
    { at: '2026-03-03T12:00', late: false, rule: 'exactly at its edge' },
    { at: '2026-03-03T12:01', late: true, rule: 'a minute inside' },
  ])('$rule, then cancelling in good time, is late: $late', ({ at, late }) => {
    studio.at(at)
    valueOf(move('2026-03-18T12:00'))
    expect(studio.events('appointment.rescheduled')[0]!.data.late).toBe(late ? true : undefined)
    valueOf(cancel())
    expect(get().cancellation).toMatchObject({ late, feeMinor: late ? 2_750 : 0 })
  })

  it('does not count when a manager lets it go', () => {
    studio.at('2026-03-04T10:00')
    const waiver = { reason: 'our_mistake' } as const
    const approvalId = approve(studio, move('2026-03-18T12:00', { waiver }))
    valueOf(move('2026-03-18T12:00', { waiver: { ...waiver, approvalId } }))
    expect(studio.events('appointment.rescheduled')[0]!.data).toMatchObject({
      waived: 'our_mistake',
    })
    valueOf(cancel())
    expect(get().cancellation).toMatchObject({ late: false })
  })

  it('does not count when only trainer or length change', () => {
    studio.at('2026-03-04T10:00')
    valueOf(move('2026-03-04T12:00', { trainerId: studio.people.ben }))
    expect(studio.rows('SELECT moved_late FROM appointments')).toEqual([{ moved_late: 0 }])
  })

  it('costs nothing when the studio cancels afterwards', () => {
    studio.at('2026-03-04T10:00')
    valueOf(move('2026-03-18T12:00'))
    valueOf(cancel({ by: 'studio', reason: 'studio_closed' }))
    expect(get().cancellation).toMatchObject({ late: false, feeMinor: 0 })
  })
})
