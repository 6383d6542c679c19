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

test('a manager registers, is warned of a duplicate, edits, merges and erases', async ({
  dataDir,
  openWindow,
}) => {
  test.setTimeout(180_000)
  const studio = prepareStudio(dataDir)
  const window = await openWindow(dataDir)
  const { page } = window
  const desk = new Desk(page, studio)
  await desk.signIn(studio.manager)
  await page.keyboard.press('Control+5')
  const { dialog } = desk
  await page.getByRole('button', { name: 'New client' }).click()
  await dialog.getByLabel('Name').fill('José García')
  await dialog.getByLabel('Phone').fill('+49 170 1234567')
  await dialog.getByRole('button', { name: 'Register' }).click()
  await expect(page.getByRole('heading', { name: 'José García' })).toBeVisible()

  await page.getByRole('button', { name: 'New client' }).click()
  await dialog.getByLabel('Name').fill('Jose Garcia')
  await dialog.getByLabel('Phone').fill('0170 1234567')
  await expect(dialog.getByText('May be on the list already')).toBeVisible()
  await lookAtScreen(window, 'clients-similar', { over: 'dialog' })
  await dialog.getByRole('button', { name: 'Register anyway' }).click()
  await expect(page.getByRole('heading', { name: 'Jose Garcia' })).toBeVisible()

  await page.getByRole('button', { name: 'Edit' }).click()
  await dialog.getByLabel('Notes').fill('Left knee')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Left knee')).toBeVisible()
  await lookAtScreen(window, 'clients-profile')

  await page.getByRole('button', { name: 'Possible duplicates' }).click()
  await dialog.getByRole('button', { name: 'Merge… the entries of José García' }).click()
  await expect(dialog.getByText('What moves')).toBeVisible()
  await lookAtScreen(window, 'clients-merge', { over: 'dialog' })
  await dialog.getByRole('button', { name: 'Merge', exact: true }).click()
  await expect(page.getByRole('option')).toHaveCount(1)
  await expect(page.getByText('Left knee')).toBeVisible()

  await page.getByRole('button', { name: 'More about this client' }).click()
  await page.getByRole('menuitem', { name: 'Erase…' }).click()
  const question = page.getByRole('alertdialog')
  await question.getByLabel('Type “José García” to confirm').fill('José García')
  await lookAtScreen(window, 'clients-erase', { over: 'dialog' })
  await question.getByRole('button', { name: 'Erase for good' }).click()
  await expect(page.getByRole('heading', { name: 'Erased client' })).toBeVisible()
  await expect(page.getByText('No clients yet')).toBeVisible()
})
