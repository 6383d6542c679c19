import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { minor } from '../../shared/money.ts'
import { addDays, type LocalDate } from '../../shared/time.ts'
import { Desk } from './support/desk.ts'
import { lookAtScreen } from './support/look-at-screen.ts'
import { prepareStudio, type PreparedStudio, type RunCommand } from './support/prepare-studio.ts'
import { eventsOf } from './support/read-from-outside.ts'
import { expect, test } from './support/test.ts'
import { valueOf } from '../support/read-result.ts'

/**
 * A day of sessions with Ana and Ben, all but one of them completed, one given back in part. It is the
 * last day of the month before: the first may be further back than can be booked.
 */
function playMonth(run: RunCommand, studio: PreparedStudio): void {
  const day = addDays(`${studio.today.slice(0, 7)}-01` as LocalDate, -1)
  const { ana, ben } = studio.trainers
  const { training, stretching } = studio.services
  for (let index = 0; index < 18; index += 1) {
    // Two hours of Ana's for each of Ben's.
    const hour = 8 + 2 * Math.floor(index / 3) + (index % 3 === 1 ? 1 : 0)
    const { appointmentId } = run('appointments.create', {
      trainerId: index % 3 === 2 ? ben : ana,
      serviceId: index % 4 === 3 ? stretching : training,
      start: `${day}T${String(hour).padStart(2, '0')}:00`,
      client: { kind: 'new', client: { name: index === 0 ? 'Cleo Client' : `Guest ${index}` } },
    })
    if (index < 17) run('appointments.complete', { appointmentId })
    if (index > 0) continue
    const amountMinor = minor(5_500)
    const tenders = [{ method: 'cash' as const, amountMinor, tenderedMinor: amountMinor }]
    const { paymentIds } = run('payments.take', { appointmentId, amountMinor, tenders })
    run('payments.refund', {
      paymentId: paymentIds[0]!,
      amountMinor: minor(1_500),
      reason: 'other',
    })
  }
}

test('a manager sees what was earned, sets a rate, exports and locks the month', async ({
  dataDir,
  openWindow,
}) => {
  test.setTimeout(420_000)
  const studio = prepareStudio(dataDir, { prepare: playMonth })
  const window = await openWindow(dataDir)
  const { page } = window
  const desk = new Desk(page, studio)
  await desk.signIn(studio.manager)
  await page.keyboard.press('Control+7')
  await expect(page.getByRole('heading', { level: 1, name: 'Earnings' })).toBeVisible()
  await expect(page.getByText('Nothing was earned in these days')).toBeVisible()
  await page.keyboard.press('PageUp')
  const lines = page.getByRole('table', { name: 'Sessions' })
  await expect(lines.getByRole('row')).toHaveCount(19)
  await expect(lines).toContainText('Adjustment: money given back')
  await lookAtScreen(window, 'earnings')

  const ofBen = page.getByRole('button', { name: 'Change the rate of Ben Okafor' })
  await test.step('a rate that another window set meanwhile: both, by key', async () => {
    await desk.pressOn(ofBen)
    await page.keyboard.press('Control+a')
    await page.keyboard.type('40')
    const { ben: trainerId } = studio.trainers
    const seen = valueOf(await window.call('earnings.rates', {})).find(
      (rate) => rate.trainerId === trainerId,
    )
    const rate = { kind: 'percent', value: 4_500 } as const
    const set = { trainerId, effectiveFrom: studio.today, rate, expectedVersion: seen!.version }
    valueOf(await window.call('earnings.setRate', set))
    await page.keyboard.press('Enter')
    const both = desk.dialog.getByRole('region', { name: 'Both versions' })
    await expect(both.getByRole('row').last()).toContainText(/40\s?%.*45\s?%/)
    await lookAtScreen(window, 'rate-both-versions', { over: 'dialog' })
    await desk.pressOn(both.getByRole('button', { name: 'Keep mine' }))
    await expect(both).toHaveCount(0)
    await desk.tabTo(desk.dialog.getByRole('textbox', { name: 'Share' }))
    await page.keyboard.press('Enter')
    await expect(desk.notices).toContainText('Ben Okafor has a new rate from')
    await expect(ofBen).toBeFocused()
  })

  await ofBen.click()
  await desk.dialog.getByText('Hour', { exact: true }).click()
  await desk.dialog.getByLabel('For an hour').fill('30')
  await expect(desk.dialog.getByText(/€30.00 an hour. What was earned before/)).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(desk.notices).toContainText('Ben Okafor has a new rate from')
  await expect(lines.getByRole('row')).toHaveCount(19)

  const file = join(dataDir, 'earnings.csv')
  await window.electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, file)
  await page.getByRole('button', { name: 'Export' }).click()
  await expect(desk.notices).toContainText('The earnings were exported')
  expect(readFileSync(file, 'utf8').trim().split('\r\n')).toHaveLength(19)

  await page.getByRole('button', { name: /Whose earnings/ }).click()
  await page.getByRole('option', { name: 'Ana Ruiz' }).click()
  await expect(page.getByRole('heading', { name: 'By day' })).toBeVisible()
  await page.getByRole('button', { name: 'Print' }).click()
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: 'Lock this period' }).click()
  const question = page.getByRole('alertdialog')
  await expect(question.getByText('A lock cannot be taken back.')).toBeVisible()
  await question.getByRole('button', { name: /^Lock with/ }).click()
  await expect(page.getByText('by Mara Lindqvist')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Lock this period' })).toHaveCount(0)
  expect(eventsOf(dataDir, 'earning.period_locked')).toHaveLength(1)
})

test('a trainer sees their own earnings and nothing to change', async ({ dataDir, openWindow }) => {
  const studio = prepareStudio(dataDir, { prepare: playMonth })
  const window = await openWindow(dataDir)
  const { page } = window
  const desk = new Desk(page, studio)
  await desk.signIn(studio.trainer)
  await page.getByRole('link', { name: 'Earnings' }).click()
  await page.keyboard.press('PageUp')
  await expect(page.getByRole('table', { name: 'Sessions' }).getByRole('row')).toHaveCount(14)
  for (const name of ['Export', 'Lock this period', /^Change/]) {
    await expect(page.getByRole('button', { name })).toHaveCount(0)
  }
  await expect(page.getByText('Ben Okafor')).toHaveCount(0)
})
