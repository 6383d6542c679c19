import { valueOf } from '../support/read-result.ts'
import { Desk } from './support/desk.ts'
import { lookAtScreen } from './support/look-at-screen.ts'
import { prepareStudio } from './support/prepare-studio.ts'
import { expect, test } from './support/test.ts'

test('the front desk finds a client by keyboard and opens the profile; trainers have no such screen', async ({
  dataDir,
  openWindow,
}) => {
  test.setTimeout(120_000)
  const studio = prepareStudio(dataDir)
  const window = await openWindow(dataDir)
  const { page } = window
  const desk = new Desk(page, studio)
  await desk.signIn(studio.desk)
  await page.keyboard.press('Control+5')
  await expect(page.getByText('No clients yet')).toBeVisible()
  await lookAtScreen(window, 'clients-empty')
  const people = ['Cleo Client', 'José García', 'Anna Wu', 'Annabel Smith']
  for (const [index, name] of people.entries()) {
    const email = `person.${index}@example.org`
    valueOf(
      await window.call('appointments.create', {
        trainerId: studio.trainers.ana,
        serviceId: studio.services.training,
        start: `${studio.nextWeek}T${10 + index}:00`,
        client: {
          kind: 'new',
          client: { name, email, phone: '+49 30 1234', messagesConsent: true },
        },
      }),
    )
  }
  const list = page.getByRole('listbox', { name: 'Clients' })
  await expect(list.getByRole('option')).toHaveCount(4)
  await page.getByRole('searchbox', { name: 'Find a client' }).click()
  await page.keyboard.type('garc')
  await expect(list.getByRole('option')).toHaveCount(1)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'José García' })).toBeVisible()
  await lookAtScreen(window, 'clients')

  await page.keyboard.press('Control+a')
  await page.keyboard.type('nobody')
  await expect(page.getByText('Nobody matches “nobody”.')).toBeVisible()

  await page.keyboard.press('Control+l')
  await desk.signIn(studio.trainer)
  await expect(page.getByRole('link', { name: 'Day' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Clients' })).toHaveCount(0)
})
