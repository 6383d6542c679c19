import { Desk } from './support/desk.ts'
import { prepareStudio } from './support/prepare-studio.ts'
import { eventsOf } from './support/read-from-outside.ts'
import { expect, test } from './support/test.ts'

test('the activity list tells the front desk what happened but not who earned by it, newest first, with the log’s own hash', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir)
  const window = await openWindow(dataDir)
  const desk = new Desk(window.page, studio)
  await desk.signIn(studio.desk)
  await desk.showDay(studio.nextWeek)
  await desk.book('Ana Ruiz', '10:00', 'Cleo Client')
  await desk.open('Ana Ruiz', '10:00 to 11:00', 'Cleo Client')
  await desk.panel.getByRole('button', { name: 'Take payment' }).click()
  await desk.panel.getByRole('button', { name: 'Take €55.00 in cash' }).click()
  await desk.panel.getByRole('button', { name: 'Done' }).click()
  await desk.panel.getByRole('button', { name: 'Cancel session' }).click()
  await desk.dialog.getByRole('button', { name: 'Cancel, €55.00 to balance' }).click()
  await expect(desk.slot('Ana Ruiz', '10:00')).toHaveCount(1)

  await window.page.getByRole('link', { name: 'Activity' }).click()
  const entries = window.page.getByRole('main').getByRole('list').getByRole('button')
  const said = [
    'Cleo Client got money back for Personal training',
    'Cleo Client’s Personal training with Ana Ruiz was cancelled: the client asked',
    'Cleo Client paid for Personal training by cash',
    'Cleo Client was booked for Personal training with Ana Ruiz',
    'Cleo Client was registered',
    'Dana Desk signed in',
  ]
  for (const [index, sentence] of said.entries()) {
    await expect(entries.nth(index)).toContainText(sentence)
  }

  await entries.nth(1).click()
  const [cancelled] = eventsOf(dataDir, 'appointment.cancelled')
  await expect(desk.panel).toContainText('appointment.cancelled')
  await expect(desk.panel).toContainText(cancelled?.metadata.correlationId ?? 'no event')

  await window.page.keyboard.press('Escape')
  await expect(entries.nth(1)).toBeFocused()
  await window.page.getByRole('radiogroup').getByText('Payments').click()
  await expect(entries).toHaveCount(2)
})

test('the list is live: what happens elsewhere appears without asking', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir)
  const window = await openWindow(dataDir)
  const desk = new Desk(window.page, studio)
  await desk.signIn(studio.desk)
  await window.page.getByRole('link', { name: 'Activity' }).click()
  await expect(window.page.getByText('Dana Desk signed in')).toBeVisible()

  await window.call('appointments.create', {
    trainerId: studio.trainers.ana,
    serviceId: studio.services.training,
    start: `${studio.nextWeek}T10:00`,
    shown: { priceMinor: 5_500 },
    client: { kind: 'new', client: { name: 'Cleo Client' } },
  })
  await expect(window.page.getByText(/Cleo Client was booked for Personal training/)).toBeVisible()
})
