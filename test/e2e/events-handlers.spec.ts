import { failAt, republish, withStudioApp } from './support/break-studio.ts'
import { bookAndPay, openEvents, tab } from './support/events-screen.ts'
import { prepareStudio } from './support/prepare-studio.ts'
import { numberOf, rowsOf } from './support/read-from-outside.ts'
import { expect, test } from './support/test.ts'

test('a failed event is discarded with a reason, another is replayed and counts after all', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir, { prepare: bookAndPay })
  const ids = rowsOf<{ id: string }>(dataDir, 'SELECT id FROM appointments ORDER BY id')
  withStudioApp(dataDir, (app) => app.delivery.drainDatabase())
  failAt(dataDir, 'analytics', (app) => {
    for (const { id } of ids) republish(app, id)
  })
  const counted = `SELECT coalesce(sum(count), 0) FROM analytics_counters WHERE metric = 'appointment.reinstated'`
  expect(numberOf(dataDir, counted)).toBe(0)
  const window = await openWindow(dataDir)
  const desk = await openEvents(window, studio.manager)
  const { page } = window
  await expect(page.getByRole('link', { name: 'Events 2 failed for good' })).toBeVisible()
  await tab(page, 'Failures 2 dead letters').click()
  const dead = page.getByRole('region', { name: 'Failed for good' }).getByRole('listitem')
  await expect(dead).toHaveCount(2)
  await expect(dead.first()).toContainText('RangeError: The counter of this hour is locked')
  await dead.first().getByRole('button', { name: 'Show stack' }).click()
  await expect(dead.first()).toContainText('break-studio.ts')

  await dead
    .first()
    .getByRole('button', { name: /^Discard/ })
    .click()
  const dialog = page.getByRole('alertdialog')
  await dialog.getByRole('button', { name: 'Discard event' }).click()
  await expect(dialog).toContainText('Say why')
  await dialog.getByLabel('Reason').fill('Counted by hand')
  await dialog.getByRole('button', { name: 'Discard event' }).click()
  await expect(desk.notices).toContainText('was discarded')
  await expect(dead).toHaveCount(1)

  await dead
    .first()
    .getByRole('button', { name: /^Replay/ })
    .click()
  await expect(page.getByText('Everything was handled')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Events', exact: true })).toBeVisible()
  expect(numberOf(dataDir, counted)).toBe(1)
  expect(rowsOf(dataDir, 'SELECT resolution, note FROM dead_letters ORDER BY seq')).toEqual([
    { resolution: 'discarded', note: 'Counted by hand' },
    { resolution: 'replayed', note: null },
  ])
})

test('a handler that is not in this version is orphaned, and what it failed at says so', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir, { prepare: bookAndPay })
  const ids = rowsOf<{ id: string }>(dataDir, 'SELECT id FROM appointments ORDER BY id')
  failAt(dataDir, 'loyalty-points', (app) => {
    // The second of the same appointment is held back behind the first.
    for (const id of [ids[0]?.id, ids[0]?.id]) republish(app, id ?? '')
  })
  const window = await openWindow(dataDir)
  const desk = await openEvents(window, studio.manager)
  const { page } = window
  await tab(page, 'Subscriptions').click()
  const row = page.getByRole('row', { name: /Loyalty points/ })
  await expect(row).toContainText('Orphaned')
  await row.getByRole('button', { name: /^Show the last error of Loyalty points/ }).click()
  await expect(page.getByRole('dialog', { name: 'Last error' })).toContainText('hour is locked')
  await page.keyboard.press('Escape')
  await tab(page, 'Failures').click()
  const [first] = rowsOf<{ seq: number }>(
    dataDir,
    `SELECT min(seq) AS seq FROM event_log WHERE event_type = 'appointment.reinstated'`,
  )
  await expect(page.getByRole('region', { name: 'Failed for good' })).toContainText(
    'A replay waits until it is back',
  )
  await expect(page.getByRole('region', { name: 'Held back' })).toContainText(
    `Behind #${first?.seq}`,
  )
  await page
    .getByRole('button', { name: `Open event #${first?.seq}` })
    .first()
    .click()
  await expect(desk.panel.getByRole('region', { name: 'Handlers that failed' })).toContainText(
    'Loyalty points',
  )
})

test('a handler is paused, its events wait, and it goes on where it stood', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir, { prepare: bookAndPay })
  const window = await openWindow(dataDir)
  await openEvents(window, studio.manager)
  const { page } = window
  await tab(page, 'Subscriptions').click()
  const row = page.getByRole('row', { name: /Trainers’ calendars/ })
  await expect(row).toContainText('Up to date')
  await row.getByRole('button', { name: 'Pause: Trainers’ calendars' }).click()
  await expect(row).toContainText('Paused')
  await window.call('appointments.create', {
    trainerId: studio.trainers.chris,
    serviceId: studio.services.training,
    start: `${studio.nextWeek}T12:00`,
    shown: { priceMinor: 5_500 },
    client: { kind: 'new', client: { name: 'Elif Early' } },
  })
  await expect(row).toContainText(/[1-9]\d* events?for/)
  await row.getByRole('button', { name: 'Resume: Trainers’ calendars' }).click()
  await expect(row).toContainText('Running')
  await expect(row).toContainText('Up to date')
  expect(numberOf(dataDir, 'SELECT count(*) FROM trainer_calendar')).toBe(3)
})

test('a read model is made again from the log, and what was missing is put right', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir, { prepare: bookAndPay })
  withStudioApp(dataDir, (app) => {
    app.delivery.drainDatabase()
    app.database.exec('DELETE FROM trainer_calendar')
  })
  const window = await openWindow(dataDir)
  await openEvents(window, studio.manager)
  const { page } = window
  await tab(page, 'Subscriptions').click()
  await page.getByRole('button', { name: 'Make again: Trainers’ calendars' }).click()
  const question = page.getByRole('alertdialog')
  await expect(question).toContainText('The desk goes on working meanwhile.')
  await question.getByRole('button', { name: 'Make again' }).click()
  const panel = page.getByRole('tabpanel', { name: 'Check log' })
  await expect(panel).toContainText('“Trainers’ calendars” was made again')
  await expect(panel).toContainText('2 rows were put right')
  expect(numberOf(dataDir, 'SELECT count(*) FROM trainer_calendar')).toBe(2)
})
