import { minor } from '../../shared/money.ts'
import { Desk } from './support/desk.ts'
import { lookAtScreen } from './support/look-at-screen.ts'
import { prepareStudio } from './support/prepare-studio.ts'
import { rowsOf } from './support/read-from-outside.ts'
import { expect, test } from './support/test.ts'
import { valueOf } from '../support/read-result.ts'

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

  await test.step('changed by another window meanwhile: both versions, and one is chosen', async () => {
    await page.getByRole('button', { name: 'Change Ten sessions' }).click()
    const [ten] = valueOf(await window.call('packages.products', {}))
    const seen = { productId: ten!.id, expectedVersion: ten!.version }
    const other = { name: ten!.name, credits: 10, validityDays: 365, serviceIds: [] }
    const prices = { priceMinor: minor(49_000), singlePriceMinor: minor(5_500) }
    const product = { kind: 'package' as const, ...other, ...prices }
    valueOf(await window.call('packages.changeProduct', { ...seen, product }))
    await desk.dialog.getByLabel('Price', { exact: true }).fill('480')
    await desk.dialog.getByRole('button', { name: 'Save' }).click()
    const both = desk.dialog.getByRole('region', { name: 'Both versions' })
    await expect(both.getByRole('row')).toHaveCount(2)
    await expect(both.getByRole('row').last()).toContainText(/€480.00.*€490.00/)
    await lookAtScreen(window, 'product-both-versions', { over: 'dialog' })
    await both.getByRole('button', { name: 'Use what is there' }).click()
    await expect(desk.dialog.getByLabel('Price', { exact: true })).toHaveValue('490.00')
    await desk.dialog.getByLabel('Price', { exact: true }).fill('500')
    await desk.dialog.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByRole('tabpanel')).toContainText('€500.00')
  })

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
  await section.getByRole('button', { name: 'Refund', exact: true }).click()
  await lookAtScreen(window, 'refund-package', { over: 'dialog' })
  await desk.dialog.getByRole('button', { name: 'Refund €500.00' }).click()
  await expect(desk.notices).toContainText('€500.00 refunded')
  expect(rowsOf(dataDir, 'SELECT kind FROM credit_entries ORDER BY rowid')).toEqual([
    { kind: 'sold' },
    { kind: 'void' },
  ])
})

test('a booked session and a seat are paid with a package that was sold later, and that is undone', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir, {
    prepare: (run, { trainers, services, nextWeek }) => {
      const { clientId } = run('clients.register', { name: 'Cleo Client', messagesConsent: false })
      run('appointments.create', {
        trainerId: trainers.ana,
        serviceId: services.training,
        start: `${nextWeek}T10:00`,
        client: { kind: 'existing', clientId },
      })
      const { productId } = run('packages.addProduct', {
        product: {
          kind: 'package',
          name: 'Ten sessions',
          priceMinor: minor(50_000),
          credits: 10,
          validityDays: 365,
          singlePriceMinor: minor(5_500),
          serviceIds: [],
        },
      })
      const amountMinor = 50_000
      const tenders = [{ method: 'card' as const, amountMinor, reference: 'T-1' }]
      run('packages.sell', { clientId, productId, amountMinor, tenders })
      const { id: serviceId } = run('catalog.addService', {
        name: 'Pilates',
        durationMinutes: 60,
        priceMinor: minor(1_800),
        hue: 5,
        bufferBeforeMinutes: 0,
        bufferAfterMinutes: 0,
        capacity: 4,
        roomIds: [],
      })
      const { appointmentId } = run('groups.schedule', {
        trainerId: trainers.ben,
        serviceId,
        start: `${nextWeek}T14:00`,
      })
      run('groups.addSeat', { appointmentId, client: { kind: 'existing', clientId } })
    },
  })
  const window = await openWindow(dataDir)
  const desk = new Desk(window.page, studio)
  await desk.signIn(studio.desk)
  await desk.showDay(studio.nextWeek)
  await desk.open('Ana Ruiz', '10:00 to 11:00', 'Cleo Client')
  const change = desk.panel.getByRole('button', { name: 'Change payment source' })
  await desk.pressOn(change)
  await expect(desk.dialog).toContainText('9 left after this')
  await expect(desk.dialog).toContainText('€55.00 is not asked for any more.')
  await lookAtScreen(window, 'payment-source', { over: 'dialog' })
  await desk.dialog.getByRole('button', { name: 'Change it' }).click()
  await expect(desk.notices).toContainText('Cleo Client: payment source changed')
  await lookAtScreen(window, 'payment-source-changed')
  const sourceIn = (table: string) =>
    rowsOf(
      dataDir,
      `SELECT funding, payment_status AS status FROM ${table} WHERE client_id IS NOT NULL`,
    )
  const source = () => sourceIn('appointments')
  expect(source()).toEqual([{ funding: 'package', status: 'covered' }])
  await desk.panel.getByRole('button', { name: 'Change payment source' }).click()
  await expect(desk.dialog).toContainText('One session goes back to “Ten sessions”')
  await window.page.keyboard.press('Escape')
  await window.page.keyboard.press('Control+z')
  await expect(desk.notices).toContainText('Paid as it was before')
  expect(source()).toEqual([{ funding: 'single', status: 'unpaid' }])

  // The same in the menu of a seat.
  await desk.open('Ben Okafor', '14:00 to 15:00', 'Pilates', '1 of 4')
  const more = desk.panel.getByRole('button', { name: 'More about Cleo Client' })
  const offer = window.page.getByRole('menuitem', { name: 'Change payment source' })
  await more.click()
  await lookAtScreen(window, 'payment-source-of-a-seat', { over: 'list' })
  await offer.click()
  await expect(desk.dialog).toContainText('€18.00 is not asked for any more.')
  await desk.dialog.getByRole('button', { name: 'Change it' }).click()
  await expect(desk.panel.getByRole('list', { name: 'Clients with a seat' })).toContainText(
    'Covered',
  )
  expect(sourceIn('seats')).toEqual([{ funding: 'package', status: 'covered' }])
  expect(source()).toEqual([{ funding: 'single', status: 'unpaid' }])
  // Where it goes back to, Escape leaves it as it is.
  await more.click()
  await offer.click()
  await expect(desk.dialog).toContainText('One session goes back to “Ten sessions”')
  await window.page.keyboard.press('Escape')
  await window.page.keyboard.press('Control+z')
  await expect(desk.notices).toContainText('Paid as it was before')
  expect(sourceIn('seats')).toEqual([{ funding: 'single', status: 'unpaid' }])
})
