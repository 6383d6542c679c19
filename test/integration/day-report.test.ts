import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../shared/ids.ts'
import { bookSession, payCash } from '../support/book-session.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, valueOf } from '../support/read-result.ts'
import { closeDrawer } from '../support/todays-drawer.ts'

let studio: TestStudio

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('desk')
})

const today = '2026-03-02'
const close = (date = today, ahead?: number) => studio.command('day.close', { date, ahead })
const cancel = (appointmentId: string) =>
  valueOf(
    studio.agree('appointments.cancel', {
      appointmentId,
      by: 'studio',
      reason: 'other',
      refund: false,
    }),
  )

describe('the report of a day', () => {
  it('says what the day brought, and keeps it as it was', () => {
    const first = bookSession(studio, `${today}T10:00`)
    const { paymentId } = payCash(studio, first)
    studio.at(`${today}T14:30`)
    const second = bookSession(studio, `${today}T16:00`)
    const tenders = [{ method: 'card', amountMinor: 5_500, reference: 'T-1' } as const]
    valueOf(studio.command('payments.take', { appointmentId: second, amountMinor: 5_500, tenders }))
    valueOf(studio.command('payments.refund', { paymentId, amountMinor: 1_500, reason: 'other' }))
    cancel(first)
    closeDrawer(studio, 4_000)
    const { dayId } = valueOf(close(today, 1))
    const report = valueOf(studio.call('day.report', { dayId }))
    expect(report).toMatchObject({
      studioName: 'Harbour Street Studio',
      closedLocal: `${today}T14:30`,
      closedBy: 'Dana Desk',
      figures: {
        date: today,
        tenders: [
          // What was left of the cancelled session's payment is the client's balance.
          { method: 'account', takenMinor: 0, refundedMinor: 4_000 },
          { method: 'card', takenMinor: 5_500, refundedMinor: 0 },
          { method: 'cash', takenMinor: 5_500, refundedMinor: 1_500 },
        ],
        netMinor: 5_500,
        receipts: { count: 4, first: 'A-2026-000001', last: 'A-2026-000004' },
        sessions: { booked: 1, cancelled: 1 },
        hours: [
          { hour: 8, takenMinor: 5_500 },
          { hour: 14, takenMinor: 5_500 },
        ],
        drawers: [{ openingDifferenceMinor: 0, countedMinor: 4_000, varianceMinor: 0 }],
      },
    })
    const event = studio.events('day.closed')[0]!
    const [logged] = studio.rows<{ hash: string }>(
      'SELECT lower(hex(hash)) AS hash FROM event_log WHERE seq = ?',
      event.seq,
    )
    expect(report.head).toEqual({ seq: event.seq, hash: logged!.hash })

    cancel(second)
    expect(valueOf(studio.call('day.report', { dayId }))).toEqual(report)
    expect(outcomeOf(close())).toBe('ok')
    expect(valueOf(studio.call('day.closing', {})).closes).toHaveLength(2)
  })

  it('of a day that was never closed is refused', () => {
    expect(outcomeOf(studio.call('day.report', { dayId: newId() }))).toBe('day_not_closed')
  })

  it('holds no name of a client, and neither does its event', () => {
    payCash(studio, bookSession(studio, `${today}T10:00`))
    closeDrawer(studio, 5_500)
    valueOf(close(today, 1))
    expect(
      studio.rows<{ report: string }>('SELECT report FROM day_closes')[0]!.report,
    ).not.toContain('Cleo')
    expect(JSON.stringify(studio.events('day.closed'))).not.toContain('Cleo')
  })

  it('is never changed afterwards', () => {
    closeDrawer(studio)
    valueOf(close())
    const file = studio.foreign()
    expect(() => file.exec(`UPDATE day_closes SET report = '{}'`)).toThrow('never changed')
    expect(() => file.exec('DELETE FROM day_closes')).toThrow('never deleted')
  })
})
