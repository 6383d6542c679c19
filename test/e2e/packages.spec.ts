import { Desk } from './support/desk.ts'
import { lookAtScreen } from './support/look-at-screen.ts'
import { prepareStudio } from './support/prepare-studio.ts'
import { rowsOf } from './support/read-from-outside.ts'
import { expect, test } from './support/test.ts'

test('a package and a membership are put on sale, sold, paused and paid back', async ({
  dataDir,
  openWindow,
}) => {
  test.setTimeout(420_000)
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
  for (const [name, price] of [
    ['Ten sessions', '€500.00'],
    ['Monthly', '€99.00'],
  ] as const) {
    await section.getByRole('button', { name: 'Sell' }).click()
    await desk.dialog.getByRole('button', { name: /What/ }).click()
    await page.getByRole('option', { name }).click()
    await desk.dialog.getByRole('button', { name: `Take ${price} in cash` }).click()
    await desk.dialog.getByRole('button', { name: 'Done' }).click()
  }
  await expect(section).toContainText('0 of 4 this month')
  await section.getByRole('button', { name: 'Pause', exact: true }).click()
  await lookAtScreen(window, 'pause-membership', { over: 'dialog' })
  await desk.dialog.getByRole('button', { name: 'Pause', exact: true }).click()
  await expect(section).toContainText('Paused')
  await section.getByRole('button', { name: 'Refund' }).click()
  await lookAtScreen(window, 'refund-package', { over: 'dialog' })
  await desk.dialog.getByRole('button', { name: 'Refund €500.00' }).click()
  await expect(desk.notices).toContainText('€500.00 refunded')
  expect(rowsOf(dataDir, 'SELECT kind FROM credit_entries ORDER BY rowid')).toEqual([
    { kind: 'sold' },
    { kind: 'void' },
  ])
})
