import { Desk } from './support/desk.ts'
import { prepareStudio, type PreparedStudio, type RunCommand } from './support/prepare-studio.ts'
import { eventsOf, rowsOf, writeFromOutside } from './support/read-from-outside.ts'
import { expect, test } from './support/test.ts'

test('cancelled in time: free, the slot is free again, the reason’s code is in the log and the note is not', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir, { prepare: (run, s) => bookCleo(run, s, s.nextWeek) })
  const window = await openWindow(dataDir)
  const desk = new Desk(window.page, studio)
  await desk.signIn(studio.desk)
  await desk.showDay(studio.nextWeek)

  await desk.open('Ana Ruiz', '10:00 to 11:00', 'Cleo Client')
  await desk.panel.getByRole('button', { name: 'Cancel session' }).click()
  await expect(desk.dialog).toContainText('Free of charge')
  await desk.dialog.getByRole('button', { name: /Reason/ }).click()
  await window.page.getByRole('option', { name: 'Client is ill' }).click()
  await desk.dialog.getByLabel('Note').fill('Broken ankle')
  await desk.dialog.getByRole('button', { name: 'Cancel session' }).click()

  await expect(desk.notices).toContainText('Cancelled Cleo Client, 10:00')
  await expect(desk.slot('Ana Ruiz', '10:00')).toHaveCount(1)
  await expect(desk.panel).toContainText('Client is ill')
  const [cancelled] = eventsOf(dataDir, 'appointment.cancelled')
  expect(cancelled?.data).toMatchObject({
    by: 'client',
    reason: 'client_ill',
    late: false,
    feeMinor: 0,
    refundRequired: false,
  })
  expect(JSON.stringify(rowsOf(dataDir, 'SELECT event_data, metadata FROM event_log'))).not.toMatch(
    /ankle|Cleo/,
  )
})

test('a late cancellation shows its fee before the button, and the studio’s own costs nothing', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir, { prepare: (run, s) => bookCleo(run, s, s.today) })
  const window = await openWindow(dataDir)
  const desk = new Desk(window.page, studio)
  await desk.signIn(studio.desk)
  await desk.open('Ana Ruiz', '15:00 to 16:00', 'Cleo Client')
  await desk.panel.getByRole('button', { name: 'Cancel session' }).click()

  await expect(desk.dialog).toContainText('Late: €27.50 fee')
  await expect(desk.dialog.getByRole('button', { name: 'Cancel with €27.50 fee' })).toBeVisible()
  await desk.dialog.getByText('The studio', { exact: true }).click()
  await expect(desk.dialog).toContainText('The studio cancels, so the client pays nothing.')
  await desk.dialog.getByText('The client', { exact: true }).click()
  await desk.dialog.getByRole('button', { name: 'Cancel with €27.50 fee' }).click()

  await expect(desk.panel).toContainText('€27.50 by the terms, cancelled late')
  expect(eventsOf(dataDir, 'appointment.cancelled').map(({ data }) => data)).toMatchObject([
    { late: true, feeMinor: 2_750 },
  ])
})

test('giving money back is a choice of its own: not ticked nothing goes back, ticked it goes with the cancellation', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir, {
    prepare: (run, s) => {
      payCash(run, bookCleo(run, s, s.nextWeek))
      payCash(run, bookCleo(run, s, s.nextWeek, '17:00'))
    },
  })
  const window = await openWindow(dataDir)
  const desk = new Desk(window.page, studio)
  await desk.signIn(studio.desk)
  await desk.showDay(studio.nextWeek)

  await desk.open('Ana Ruiz', '10:00 to 11:00')
  await desk.panel.getByRole('button', { name: 'Cancel session' }).click()
  await expect(desk.dialog).toContainText('€55.00 is due back to the client.')
  await expect(desk.dialog.getByRole('radio', { name: 'Keep as balance' })).toBeChecked()
  await desk.dialog.getByRole('button', { name: 'Cancel, €55.00 to balance' }).click()
  await expect(desk.slot('Ana Ruiz', '10:00')).toHaveCount(1)
  await expect(desk.notices).toContainText('€55.00 is now the client’s balance')
  const [kept] = eventsOf(dataDir, 'payment.refunded')
  expect(kept?.data).toMatchObject({ amount: 5_500, to: 'account' })

  await desk.open('Ana Ruiz', '17:00 to 18:00')
  await desk.panel.getByRole('button', { name: 'Cancel session' }).click()
  await desk.dialog.getByText('Refund now').click()
  await desk.dialog.getByRole('button', { name: 'Cancel and refund €55.00' }).click()
  await expect(desk.notices).toContainText('€55.00 refunded')
  const [, refunded] = eventsOf(dataDir, 'payment.refunded')
  expect(refunded?.data).toMatchObject({ amount: 5_500, to: 'original', reason: 'cancellation' })
  const cancelled = eventsOf(dataDir, 'appointment.cancelled').at(-1)
  expect(refunded?.metadata.commandId).toBe(cancelled?.metadata.commandId)
})

test('a cancellation is taken back while the slot is free, and refused when somebody has taken it', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir, { prepare: (run, s) => bookCleo(run, s, s.nextWeek) })
  const window = await openWindow(dataDir)
  const desk = new Desk(window.page, studio)
  await desk.signIn(studio.desk)
  await desk.showDay(studio.nextWeek)
  const cancel = async () => {
    await desk.panel.getByRole('button', { name: 'Cancel session' }).click()
    await desk.dialog.getByRole('button', { name: 'Cancel session' }).click()
    await expect(desk.panel.getByRole('button', { name: 'Take back' })).toBeVisible()
  }

  await desk.open('Ana Ruiz', '10:00 to 11:00', 'Cleo Client')
  await cancel()
  await desk.panel.getByRole('button', { name: 'Take back' }).click()
  await expect(desk.notices).toContainText('Cleo Client is back at 10:00')
  await expect(desk.session('Ana Ruiz', '10:00 to 11:00', 'Cleo Client')).toBeVisible()

  await cancel()
  await window.call('appointments.create', {
    trainerId: studio.trainers.ana,
    serviceId: studio.services.training,
    start: `${studio.nextWeek}T10:30`,
    shown: { priceMinor: 5_500 },
    client: { kind: 'new', client: { name: 'Quick Quinn' } },
  })
  await desk.panel.getByRole('button', { name: 'Take back' }).click()
  await expect(desk.notices).toContainText('Ana Ruiz is busy until 11:30')
  expect(eventsOf(dataDir, 'appointment.reinstated')).toHaveLength(1)
})

test('a limit that passes while the dialog is open: nothing is charged that was not shown, and what was typed stays', async ({
  dataDir,
  openWindow,
}) => {
  const ids: string[] = []
  const studio = prepareStudio(dataDir, {
    prepare: (run, s) => ids.push(bookCleo(run, s, s.nextWeek)),
  })
  const window = await openWindow(dataDir)
  const { page } = window
  const desk = new Desk(page, studio)
  await desk.signIn(studio.desk)
  await desk.showDay(studio.nextWeek)
  await desk.open('Ana Ruiz', '10:00 to 11:00', 'Cleo Client')
  await desk.panel.getByRole('button', { name: 'Cancel session' }).click()
  await expect(desk.dialog).toContainText('Free of charge')
  await desk.dialog.getByLabel('Note').fill('Broken ankle')

  // The limit is behind us all of a sudden: what takes days is not waited for.
  const limit = (days: number) =>
    writeFromOutside(
      dataDir,
      'UPDATE appointments SET late_window_minutes = ? WHERE id = ?',
      days * 1_440,
      ids[0],
    )
  limit(30)
  await desk.dialog.getByRole('button', { name: 'Cancel session' }).dblclick()
  await expect(desk.dialog).toContainText('This has changed since it was shown: a fee of €27.50.')
  await expect(desk.dialog).toContainText('Late: €27.50 fee')
  await expect(desk.dialog.getByLabel('Note')).toHaveValue('Broken ankle')
  expect(eventsOf(dataDir, 'appointment.cancelled')).toEqual([])

  // And without a press: what is shown is read again when the minute turns.
  limit(1)
  await page.evaluate(() => {
    const now = Date.now
    Date.now = () => now() + 60_000
    document.dispatchEvent(new Event('visibilitychange'))
  })
  await expect(desk.dialog).toContainText('Free of charge')
  limit(30)
  await desk.dialog.getByRole('button', { name: 'Cancel session' }).click()
  await desk.dialog.getByRole('button', { name: 'Cancel with €27.50 fee' }).click({ delay: 1_000 })
  await expect(desk.panel).toContainText('€27.50 by the terms, cancelled late')
  expect(eventsOf(dataDir, 'appointment.cancelled').map(({ data }) => data)).toMatchObject([
    { late: true, feeMinor: 2_750 },
  ])
})

/** Books Cleo with Ana: at ten, or at three when it is for today. */
function bookCleo(run: RunCommand, studio: PreparedStudio, date: string, time?: string): string {
  return run('appointments.create', {
    trainerId: studio.trainers.ana,
    serviceId: studio.services.training,
    start: `${date}T${time ?? (date === studio.today ? '15:00' : '10:00')}`,
    client: { kind: 'new', client: { name: 'Cleo Client' } },
  }).appointmentId
}

function payCash(run: RunCommand, appointmentId: string): void {
  const tender = { method: 'cash', amountMinor: 5_500, tenderedMinor: 5_500 } as const
  run('payments.take', { appointmentId, amountMinor: 5_500, tenders: [tender] })
}
