import { valueOf } from '../support/read-result.ts'
import { Desk } from './support/desk.ts'
import { lookAtScreen } from './support/look-at-screen.ts'
import { prepareStudio, type PreparedStudio, type RunCommand } from './support/prepare-studio.ts'
import { eventsOf, numberOf, rowsOf } from './support/read-from-outside.ts'
import { expect, test } from './support/test.ts'

test('paid in cash: the change is shown, and payment, receipt, paid mark and earning are one transaction', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir, { prepare: bookCleo })
  const window = await openWindow(dataDir)
  const desk = new Desk(window.page, studio)
  await desk.signIn(studio.desk)
  await desk.showDay(studio.nextWeek)
  await desk.open('Ana Ruiz', '10:00 to 11:00', 'Cleo Client', 'Personal training', 'not paid')

  await desk.panel.getByRole('button', { name: 'Take payment · €55.00' }).click()
  await desk.panel.getByLabel('Cash received').fill('50')
  await expect(desk.panel).toContainText('€5.00 is missing')
  await desk.panel
    .getByRole('group', { name: 'Quick amounts' })
    .getByRole('button', { name: '€60.00' })
    .click()
  await expect(desk.panel.getByRole('status').filter({ hasText: 'Change' })).toContainText('€5.00')
  // The drawer was opened with nothing in it, and the client's own note makes no change.
  const short = 'There is less than €5.00 in the cash drawer.'
  await expect(desk.panel.getByRole('status').filter({ hasText: short })).toBeVisible()
  await lookAtScreen(window, 'payment-no-change')
  await desk.panel.getByRole('button', { name: 'Take €55.00 in cash' }).click()
  await expect(desk.panel.getByRole('alert')).toContainText('pay cash in first')
  const change = { kind: 'paid_in', amountMinor: 500, reason: 'Change' } as const
  valueOf(await window.call('drawer.move', change))
  await desk.panel.getByLabel('Cash received').fill('100')
  await expect(desk.panel).toContainText('There is less than €45.00 in the cash drawer.')
  await desk.panel.getByLabel('Cash received').fill('60')
  await expect(desk.panel).not.toContainText('There is less than')
  await desk.panel.getByRole('button', { name: 'Take €55.00 in cash' }).click()

  await expect(desk.panel).toContainText('€55.00 received')
  await expect(desk.panel).toContainText(/Give back\s*€5\.00/)
  const number = `A-${studio.today.slice(0, 4)}-000001`
  await expect(desk.panel).toContainText(`Receipt ${number}`)
  await desk.panel.getByRole('button', { name: 'Done' }).click()
  await expect(desk.session('Ana Ruiz', '10:00 to 11:00', 'Cleo Client')).toHaveAccessibleName(
    /, paid$/,
  )

  expect(
    rowsOf(
      dataDir,
      `SELECT p.amount_minor, p.tendered_minor, s.receipt_number, a.payment_status, e.amount_minor AS earned
       FROM payments p JOIN sales s ON s.id = p.sale_id JOIN appointments a ON a.payment_id = p.id JOIN earnings e ON e.payment_id = p.id`,
    ),
  ).toEqual([
    {
      amount_minor: 5_500,
      tendered_minor: 6_000,
      receipt_number: number,
      payment_status: 'paid',
      earned: 2_750,
    },
  ])
  const [paid] = eventsOf(dataDir, 'payment.completed')
  const [earned] = eventsOf(dataDir, 'earning.recorded')
  expect(paid?.metadata.userId).toBe(studio.desk.id)
  expect(paid?.metadata.commandId).not.toBeNull()
  expect(earned?.metadata.commandId).toBe(paid?.metadata.commandId)
  expect(earned?.metadata.correlationId).toBe(paid?.metadata.correlationId)
})

test('a double click on Pay is one payment', async ({ dataDir, openWindow }) => {
  const studio = prepareStudio(dataDir, { prepare: bookCleo })
  const window = await openWindow(dataDir)
  const desk = new Desk(window.page, studio)
  await desk.signIn(studio.desk)
  await desk.showDay(studio.nextWeek)
  await desk.open('Ana Ruiz', '10:00 to 11:00', 'Cleo Client')
  await desk.panel.getByRole('button', { name: 'Take payment · €55.00' }).click()

  const pay = desk.panel.getByRole('button', { name: 'Take €55.00 in cash' })
  const box = await pay.boundingBox()
  if (!box) throw new Error('There is no button to pay.')
  await window.page.mouse.dblclick(box.x + box.width / 2, box.y + box.height / 2)

  await expect(desk.panel).toContainText('€55.00 received')
  expect(numberOf(dataDir, 'SELECT count(*) FROM payments')).toBe(1)
  expect(eventsOf(dataDir, 'payment.completed')).toHaveLength(1)
  expect(rowsOf(dataDir, 'SELECT last FROM receipt_numbers')).toEqual([{ last: 1 }])
})

test('the receipt says who paid what for which session, and can be opened again', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir, { prepare: bookAndPayCleo })
  const window = await openWindow(dataDir)
  const desk = new Desk(window.page, studio)
  await desk.signIn(studio.desk)
  await desk.showDay(studio.nextWeek)
  await desk.open('Ana Ruiz', '10:00 to 11:00', 'Cleo Client')

  await desk.panel.getByRole('button', { name: 'Open receipt A-' }).click()
  const slip = desk.dialog.getByRole('article')
  for (const said of [
    'Harbour Street Studio',
    'Cleo Client',
    'Personal training',
    'Ana Ruiz',
    '€55.00',
    '€60.00',
    '€5.00',
    'Mara Lindqvist',
  ]) {
    await expect(slip).toContainText(said)
  }
  await window.page.keyboard.press('Escape')
  await expect(desk.dialog).toHaveCount(0)
  await expect(desk.panel.getByRole('button', { name: 'Open receipt A-' })).toBeFocused()
})

test('a card payment keeps the terminal’s reference and never a card number', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir, { prepare: bookCleo })
  const window = await openWindow(dataDir)
  const desk = new Desk(window.page, studio)
  await desk.signIn(studio.desk)
  await desk.showDay(studio.nextWeek)
  await desk.open('Ana Ruiz', '10:00 to 11:00', 'Cleo Client')
  await desk.panel.getByRole('button', { name: 'Take payment · €55.00' }).click()
  await desk.panel.getByText('Card', { exact: true }).click()

  const record = desk.panel.getByRole('button', { name: 'Record €55.00 by card' })
  await desk.panel.getByLabel('Terminal reference').fill('4111 1111 1111 1111')
  await record.click()
  await expect(desk.panel).toContainText('That looks like a card number.')
  expect(numberOf(dataDir, 'SELECT count(*) FROM payments')).toBe(0)

  await desk.panel.getByLabel('Terminal reference').fill('T-88120')
  await desk.panel.getByLabel('Last four digits').fill('1111')
  await record.click()
  await expect(desk.panel).toContainText('€55.00 received')
  expect(
    rowsOf(dataDir, 'SELECT method, card_reference, card_last4, tendered_minor FROM payments'),
  ).toEqual([
    { method: 'card', card_reference: 'T-88120', card_last4: '1111', tendered_minor: null },
  ])
})

test('a refund gives back no more than was paid, has a receipt of its own and takes its share of the earning', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir, { prepare: bookAndPayCleo })
  const window = await openWindow(dataDir)
  const desk = new Desk(window.page, studio)
  await desk.signIn(studio.desk)
  await desk.showDay(studio.nextWeek)
  await desk.open('Ana Ruiz', '10:00 to 11:00', 'Cleo Client')
  await desk.panel.getByRole('button', { name: 'Refund', exact: true }).click()

  await desk.dialog.getByRole('textbox', { name: 'Amount' }).fill('60')
  await desk.dialog.getByRole('button', { name: 'Refund €60.00' }).click()
  await expect(desk.dialog.getByRole('alert')).toContainText(
    'Only €55.00 of this payment can still be refunded.',
  )
  await desk.dialog.getByRole('textbox', { name: 'Amount' }).fill('20')
  await expect(desk.dialog).toContainText('it stays paid')
  await desk.dialog.getByRole('button', { name: /Reason/ }).click()
  await window.page.getByRole('option', { name: 'Wrong amount' }).click()
  await expect(window.page.getByRole('dialog', { name: 'Reason' })).toHaveCount(0)
  await expect(desk.dialog).toContainText('counts as not paid')
  await desk.dialog.getByRole('button', { name: 'Refund €20.00' }).click()

  const year = studio.today.slice(0, 4)
  await expect(desk.notices).toContainText('€20.00 refunded')
  await expect(desk.panel).toContainText('Partly refunded')
  // Beside a dialog there is little room: its words stay whole.
  await desk.panel.getByRole('button', { name: 'Refund', exact: true }).click()
  await expect(desk.dialog).toBeVisible()
  const lines = await desk.notices
    .getByText('€20.00 refunded')
    .evaluate((title) => title.getBoundingClientRect().height)
  expect(lines).toBeLessThan(30)
  await window.page.keyboard.press('Escape')
  await expect(desk.dialog).toHaveCount(0)
  await desk.notices.getByRole('button', { name: 'Show receipt' }).click()
  await expect(desk.dialog).toContainText(`Receipt A-${year}-000002`)
  await expect(desk.dialog).toContainText(`A-${year}-000001`)

  const [refunded] = eventsOf(dataDir, 'payment.refunded')
  const [adjusted] = eventsOf(dataDir, 'earning.adjusted')
  expect(refunded?.data).toMatchObject({ amount: 2_000, reason: 'wrong_amount' })
  expect(adjusted?.data).toMatchObject({ amount: -1_000 })
  expect(adjusted?.metadata.commandId).toBe(refunded?.metadata.commandId)
})

/** Next week Ana has Cleo at ten. */
function bookCleo(run: RunCommand, studio: PreparedStudio): string {
  return run('appointments.create', {
    trainerId: studio.trainers.ana,
    serviceId: studio.services.training,
    start: `${studio.nextWeek}T10:00`,
    client: { kind: 'new', client: { name: 'Cleo Client' } },
  }).appointmentId
}

/** The same, paid with sixty in cash. */
function bookAndPayCleo(run: RunCommand, studio: PreparedStudio): void {
  run('drawer.move', { kind: 'paid_in', amountMinor: 500, reason: 'Change' })
  run('payments.take', {
    appointmentId: bookCleo(run, studio),
    amountMinor: 5_500,
    tenders: [{ method: 'cash', amountMinor: 5_500, tenderedMinor: 6_000 }],
  })
}
