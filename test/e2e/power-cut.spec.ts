import { newId } from '../../shared/ids.ts'
import type { Result } from '../../shared/result.ts'
import { valueOf } from '../support/read-result.ts'
import type { FitFlowWindow } from './support/fitflow-window.ts'
import { prepareStudio, type PreparedStudio } from './support/prepare-studio.ts'
import { integrityOf, numberOf, rowsOf, verifyLogOf } from './support/read-from-outside.ts'
import { settled } from './support/settle.ts'
import { expect, test } from './support/test.ts'

/** After how many confirmed bookings the power goes. `npm run faults` pulls it at many more moments. */
const cuts = [1, 23]
/** How many are sent. */
const burst = 160

for (const cut of cuts) {
  test(`power goes in a burst of bookings, when ${cut} are confirmed: each of them is there, and no half one`, async ({
    dataDir,
    openWindow,
  }) => {
    const studio = prepareStudio(dataDir)
    const window = await openWindow(dataDir)
    const confirmed = await bookUntilPowerGoes(window, studio, cut)
    expect(confirmed.length).toBeGreaterThanOrEqual(cut)

    const again = await openWindow(dataDir)
    await expect(again.page.getByRole('heading', { level: 1 })).toBeVisible()
    expect(integrityOf(dataDir)).toBe('ok')

    const kept = rowsOf<{ id: string }>(dataDir, 'SELECT id FROM appointments').map(({ id }) => id)
    expect(confirmed.filter((id) => !kept.includes(id))).toEqual([])
    expect(halfBookings(dataDir)).toEqual([])
    expect(kept.length, 'the power went in the middle').toBeLessThan(burst)
    // What was owed to after-commit handlers is still delivered, once.
    await settled(dataDir)
    expect(numberOf(dataDir, 'SELECT count(*) FROM trainer_calendar')).toBe(kept.length)

    await again.close()
    const { exitCode, says } = verifyLogOf(dataDir)
    expect(exitCode, says).toBe(0)
  })
}

/** Sends bookings as fast as they are answered; kills FitFlow while more are under way. */
async function bookUntilPowerGoes(
  window: FitFlowWindow,
  studio: PreparedStudio,
  cut: number,
): Promise<string[]> {
  const { id: staffId, pin } = studio.manager
  valueOf(await window.call('staff.signIn', { staffId, pin }))

  const confirmed: string[] = []
  const enough = Promise.withResolvers<void>()
  await window.page.exposeFunction('confirmBooking', (answer: Result<unknown>) => {
    const { appointmentId } = valueOf(answer) as { appointmentId: string }
    confirmed.push(appointmentId)
    if (confirmed.length >= cut) enough.resolve()
  })
  const sending = window.page.evaluate(
    async (requests) => {
      const page = window as unknown as {
        fitflow: { invoke: (request: unknown) => Promise<Result<unknown>> }
        confirmBooking: (answer: Result<unknown>) => Promise<void>
      }
      // Four desks that book one after the other.
      const desk = async () => {
        for (let next = requests.shift(); next; next = requests.shift()) {
          await page.confirmBooking(await page.fitflow.invoke(next))
        }
      }
      await Promise.all([desk(), desk(), desk(), desk()])
    },
    bookings(studio, burst),
  )
  // The window dies in the middle of it.
  sending.catch(() => {})
  await enough.promise
  await window.kill()
  return confirmed
}

/** Back-to-back half hours of two trainers over several days, each with a new client. */
function bookings(studio: PreparedStudio, count: number) {
  const { ana, ben } = studio.trainers
  return Array.from({ length: count }, (_, index) => {
    const half = index % 20
    const day = new Date(Date.parse(studio.nextWeek) + Math.floor(index / 40) * 86_400_000)
    const minutes = 8 * 60 + half * 30
    const time = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${minutes % 60 ? '30' : '00'}`
    return {
      name: 'appointments.create',
      commandId: newId(),
      input: {
        trainerId: Math.floor(index / 20) % 2 ? ben : ana,
        serviceId: studio.services.stretching,
        start: `${day.toISOString().slice(0, 10)}T${time}`,
        client: { kind: 'new', client: { name: `Client ${index}` } },
        shown: { priceMinor: 2_499 },
      },
    }
  })
}

/** Bookings without their event, their client or their remembered answer, and the other way round. */
function halfBookings(dataDir: string): unknown[] {
  return rowsOf(
    dataDir,
    `SELECT 'appointment without event' AS half, id FROM appointments
       WHERE id NOT IN (SELECT subject_id FROM event_log WHERE event_type = 'appointment.created')
     UNION ALL
     SELECT 'event without appointment', subject_id FROM event_log
       WHERE event_type = 'appointment.created' AND subject_id NOT IN (SELECT id FROM appointments)
     UNION ALL
     SELECT 'client without event', id FROM clients
       WHERE id NOT IN (SELECT subject_id FROM event_log WHERE event_type = 'client.registered')
     UNION ALL
     SELECT 'client without appointment', id FROM clients
       WHERE id NOT IN (SELECT client_id FROM appointments)
     UNION ALL
     SELECT 'answer without appointment', command_id FROM command_results
       WHERE name = 'appointments.create'
         AND result ->> '$.appointmentId' NOT IN (SELECT id FROM appointments)`,
  )
}
