import { Desk } from './support/desk.ts'
import { lookAtScreen } from './support/look-at-screen.ts'
import { prepareStudio } from './support/prepare-studio.ts'
import { rowsOf } from './support/read-from-outside.ts'
import { expect, test } from './support/test.ts'

const credits = (dataDir: string) =>
  rowsOf<{ kind: string }>(dataDir, 'SELECT kind FROM credit_entries ORDER BY rowid').map(
    ({ kind }) => kind,
  )

test('a ten-pack is put on sale, sold, booked with, and its credit comes back', async ({
  dataDir,
  openWindow,
}) => {
  test.setTimeout(300_000)
  const studio = prepareStudio(dataDir, {
    prepare: (run, { trainers, services, nextWeek }) => {
      const client = { kind: 'new' as const, client: { name: 'Cleo Client' } }
      const { ana: trainerId } = trainers
      const start = `${nextWeek}T17:00`
      run('appointments.create', { trainerId, serviceId: services.training, start, client })
    },
  })
  const window = await openWindow(dataDir)
  const { page } = window
  const desk = new Desk(page, studio)
  await desk.signIn(studio.manager)

  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('tab', { name: 'Packages', exact: true }).click()
  await page.getByRole('button', { name: 'Add package' }).click()
  await desk.dialog.getByLabel('Name').fill('Ten sessions')
  await desk.dialog.getByLabel('Price').fill('500')
  await desk.dialog.getByRole('button', { name: 'Save' }).click()
  await expect(desk.dialog).toContainText('Enter the price.')
  await desk.dialog.getByLabel('One session without it').fill('55')
  await lookAtScreen(window, 'product-dialog', { over: 'dialog' })
  await desk.dialog.getByRole('button', { name: 'Save' }).click()
  await expect(desk.notices).toContainText('Ten sessions is on sale')
  await page.getByRole('button', { name: 'Add membership' }).click()
  await desk.dialog.getByLabel('Name').fill('Monthly')
  await desk.dialog.getByLabel('Price of a month').fill('99')
  await desk.dialog.getByText('So many', { exact: true }).click()
  await desk.dialog.getByRole('button', { name: 'Save' }).click()
  await expect(desk.notices).toContainText('Monthly is on sale')
  await lookAtScreen(window, 'product-settings')

  await page.getByRole('link', { name: 'Clients' }).click()
  await page.getByRole('option', { name: /Cleo Client/ }).click()
  const section = page.getByRole('region', { name: 'Packages & memberships' })
  await section.getByRole('button', { name: 'Sell' }).click()
  await expect(desk.dialog).toContainText('10 sessions, valid until')
  await lookAtScreen(window, 'sell-package', { over: 'dialog' })
  await desk.dialog.getByRole('button', { name: 'Take €500.00 in cash' }).click()
  await expect(desk.dialog).toContainText('€500.00 received')
  await desk.dialog.getByRole('button', { name: 'Done' }).click()
  await expect(section.getByRole('img', { name: '10 sessions left' })).toBeVisible()
  await section.getByRole('button', { name: 'Sell' }).click()
  await desk.dialog.getByRole('button', { name: /What/ }).click()
  await page.getByRole('option', { name: 'Monthly' }).click()
  await desk.dialog.getByRole('button', { name: 'Take €99.00 in cash' }).click()
  await desk.dialog.getByRole('button', { name: 'Done' }).click()
  await expect(section).toContainText('0 of 4 this month')

  await page.getByRole('link', { name: 'Day' }).click()
  await desk.showDay(studio.nextWeek)
  await desk.slot('Ana Ruiz', '10:00').click()
  await desk.chooseClient('Cleo Client')
  await expect(desk.panel.getByRole('button', { name: /Paid with/ })).toContainText('Monthly')
  await desk.panel.getByRole('button', { name: /Paid with/ }).click()
  await page.getByRole('option', { name: 'Ten sessions' }).click()
  await expect(desk.panel).toContainText('9 left after this, valid until')
  await lookAtScreen(window, 'booking-with-package')
  await desk.panel.getByRole('button', { name: 'Book 10:00' }).click()
  await expect(desk.notices).toContainText('Booked Cleo Client')
  expect(credits(dataDir)).toEqual(['sold', 'held'])

  await desk.open('Ana Ruiz', '10:00 to 11:00', 'Cleo Client')
  await expect(desk.panel).toContainText('Covered')
  await lookAtScreen(window, 'covered-session')
  await desk.panel.getByRole('button', { name: 'Cancel session' }).click()
  await desk.dialog.getByRole('button', { name: 'Cancel session' }).click()
  await expect(desk.notices).toContainText('Cancelled Cleo Client, 10:00')
  expect(credits(dataDir)).toEqual(['sold', 'held', 'released'])

  await page.getByRole('link', { name: 'Clients' }).click()
  await page.getByRole('option', { name: /Cleo Client/ }).click()
  await section.getByRole('button', { name: 'History of Ten sessions' }).click()
  await expect(section.getByRole('list', { name: 'History of Ten sessions' })).toContainText(
    'Given back +1',
  )
  await lookAtScreen(window, 'client-packages')
  await section.getByRole('button', { name: 'Pause', exact: true }).click()
  await lookAtScreen(window, 'pause-membership', { over: 'dialog' })
  await desk.dialog.getByRole('button', { name: 'Pause', exact: true }).click()
  await expect(section).toContainText('Paused')
  await section.getByRole('button', { name: 'Refund' }).click()
  await lookAtScreen(window, 'refund-package', { over: 'dialog' })
  await desk.dialog.getByRole('button', { name: 'Refund €500.00' }).click()
  await expect(desk.notices).toContainText('€500.00 refunded')
  expect(credits(dataDir)).toEqual(['sold', 'held', 'released', 'void'])
})
