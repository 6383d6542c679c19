import { beforeEach, expect, it } from 'vitest'
import { analyticsWorker } from '../../cloud/workers/analytics/count-figures.ts'
import type { DayFigures } from '../../cloud/workers/analytics/read-figures.ts'
import { bookSession, clientOf, payCash } from '../support/book-session.ts'
import { onBothStorages, type CloudLab } from '../support/cloud/cloud-lab.ts'
import { forgeEvent } from '../support/cloud/forge-events.ts'
import { recordLogOf, type RecordedLog } from '../support/cloud/recorded-log.ts'
import { TestLaptop } from '../support/cloud/test-laptop.ts'
import { WorkerDesk } from '../support/cloud/worker-desk.ts'
import { addGroupService, fillSeats, scheduleGroup } from '../support/group-session.ts'
import { openTestStudio } from '../support/open-test-studio.ts'
import { byCard, play } from '../support/play-session.ts'
import { valueOf } from '../support/read-result.ts'
import { openTodaysDrawer } from '../support/todays-drawer.ts'

const nothing = { booked: 0, cancelled: 0, no_shows: 0, completed: 0, revenue: 0, refunds: 0 }

/** What the desk does on Tuesday and Wednesday, written down by hand in {@link expected}. */
function workTwoDays(): RecordedLog {
  // It is Tuesday in Auckland already, and still Monday in Greenwich.
  const studio = openTestStudio({ timeZone: 'Pacific/Auckland' })
  studio.signIn('manager')
  studio.at('2026-03-03T08:00')
  openTodaysDrawer(studio.app)
  payCash(studio, bookSession(studio, '2026-03-03T10:00'))
  const moved = bookSession(studio, '2026-03-03T12:00')
  valueOf(
    studio.agree('appointments.reschedule', {
      appointmentId: moved,
      trainerId: studio.people.ana,
      start: '2026-03-04T10:00',
    }),
  )
  // A sale that never should have been, and one that is given back in part.
  const voided = bookSession(studio, '2026-03-03T16:00')
  play(studio, voided, ['paid', 'sale voided'])
  const refunded = bookSession(studio, '2026-03-04T12:00')
  play(studio, refunded, ['paid', '15.00 given back'])

  // Topped up once and paid from that, and the money goes back to where it was.
  const fromAccount = bookSession(studio, '2026-03-04T14:00')
  const topUp = { clientId: clientOf(studio, fromAccount), amountMinor: 9_900 }
  valueOf(
    studio.command('payments.sell', {
      ...topUp,
      items: [{ kind: 'top_up', amountMinor: topUp.amountMinor }],
      tenders: byCard(topUp.amountMinor),
    }),
  )
  valueOf(
    studio.command('payments.take', {
      appointmentId: fromAccount,
      amountMinor: 5_500,
      tenders: [{ method: 'account', amountMinor: 5_500 }],
    }),
  )
  valueOf(
    studio.agree('appointments.cancel', {
      appointmentId: fromAccount,
      by: 'studio',
      reason: 'studio_closed',
      refund: true,
    }),
  )

  // A group of three: one seat is cancelled by itself, the rest with the session.
  const group = scheduleGroup(studio, '2026-03-05T09:00', { serviceId: addGroupService(studio) })
  const [seatId] = fillSeats(studio, group, 3)
  const byClient = { by: 'client', reason: 'client_ill', refund: false } as const
  valueOf(studio.agree('appointments.cancel', { appointmentId: group, seatId, ...byClient }))
  valueOf(
    studio.command('groups.cancel', {
      appointmentId: group,
      reason: 'trainer_unavailable',
      refund: false,
    }),
  )

  const takenBack = bookSession(studio, '2026-03-04T16:00')
  play(studio, refunded, ['completed', 'taken back', 'completed'])
  studio.at('2026-03-04T17:00')
  const noShow = { appointmentId: takenBack, refund: false }
  valueOf(studio.agree('appointments.noShow', noShow))
  valueOf(studio.command('appointments.takeBackNoShow', { appointmentId: takenBack }))
  valueOf(studio.agree('appointments.noShow', noShow))
  return recordLogOf(studio)
}

const tuesday = { ...nothing, day: '2026-03-03', currency: 'EUR' }
/** By hand, from what is done above. */
const expected: DayFigures[] = [
  // Booked for Tuesday: three, one of which was moved away later. Money: 55.00 in cash, 55.00 by
  // card of which 15.00 went back, 99.00 onto an account, and a voided sale, which is none.
  { ...tuesday, booked: 3, revenue: 5_500 + 5_500 + 9_900, refunds: 1_500 },
  { ...tuesday, day: '2026-03-04', booked: 3, cancelled: 1, no_shows: 1, completed: 1 },
  // The seats of the group, not the group.
  { ...tuesday, day: '2026-03-05', booked: 3, cancelled: 3 },
]

let recorded: RecordedLog | undefined

onBothStorages('The figures of a studio', (lab: () => CloudLab) => {
  let log: RecordedLog
  beforeEach(() => {
    log = recorded ??= workTwoDays()
  })

  const figures = async ({ tenant }: TestLaptop, from = '2026-03-01', to = '2026-03-31') => {
    const path = `tenants/${tenant}/figures?from=${from}&to=${to}`
    return lab().admin<DayFigures[]>('GET', path)
  }

  it('are what the desk did, by the studio’s days, each event once', async () => {
    const laptop = await TestLaptop.open(lab(), log)
    await laptop.push(laptop.events())
    const desk = await WorkerDesk.open(lab(), analyticsWorker())
    const outcomes = await desk.bring(laptop.tenant)
    expect(new Set(outcomes)).toEqual(new Set(['handled']))
    expect((await figures(laptop)).body).toEqual(expected)

    // Replayed by a process that has forgotten everything, and in a second epoch.
    laptop.epoch = 'd'.repeat(32)
    await laptop.push(laptop.events())
    const again = await WorkerDesk.open(lab(), analyticsWorker())
    expect(new Set(await again.bring(laptop.tenant))).toEqual(new Set(['repeated']))
    expect((await figures(laptop)).body).toEqual(expected)
  })

  it('are asked for by day, both ends included', async () => {
    const laptop = await TestLaptop.open(lab(), log)
    await laptop.push(laptop.events())
    await (await WorkerDesk.open(lab(), analyticsWorker())).bring(laptop.tenant)
    const days = async (from: string, to: string) =>
      (await figures(laptop, from, to)).body.map(({ day }) => day)
    expect(await days('2026-03-03', '2026-03-04')).toEqual(['2026-03-03', '2026-03-04'])
    expect(await days('2026-03-01', '2026-03-02')).toEqual([])
    expect((await figures(laptop, '2026-03-03', '2026-03-02')).status).toBe(422)
    expect((await figures(laptop, 'today', 'tomorrow')).status).toBe(422)
  })

  it('are each tenant’s own', async () => {
    const laptop = await TestLaptop.open(lab(), log)
    const other = await TestLaptop.open(lab(), log)
    await laptop.push(laptop.events())
    await other.push(other.events())
    const desk = await WorkerDesk.open(lab(), analyticsWorker())
    await desk.bring(laptop.tenant)
    expect((await figures(other)).body).toEqual([])
    await desk.bring(other.tenant)
    expect((await figures(other)).body).toEqual(expected)
    expect((await figures(laptop)).body).toEqual(expected)
  })

  it('wait for a worker that knows what a newer FitFlow means', async () => {
    const laptop = await TestLaptop.open(lab(), log)
    const index = laptop.events().findIndex(({ type }) => type === 'payment.completed')
    const payment = laptop.events()[index]!
    const newer = forgeEvent(payment, { metadata: { version: '3.0' } })
    await laptop.push([...laptop.events().slice(0, index), newer])
    const desk = await WorkerDesk.open(lab(), analyticsWorker())
    expect(await desk.bring(laptop.tenant)).toContain('failed')
    expect((await figures(laptop)).body).toMatchObject([{ booked: 1, revenue: 0 }])
  })
})
