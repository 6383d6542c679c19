import { failAt, republish } from './support/break-studio.ts'
import { Desk } from './support/desk.ts'
import { bookAndPay, openEvents, rowsIn, tab } from './support/events-screen.ts'
import { lookAtScreen } from './support/look-at-screen.ts'
import { prepareStudio } from './support/prepare-studio.ts'
import { eventsOf, numberOf, rowsOf } from './support/read-from-outside.ts'
import { expect, test } from './support/test.ts'

test('a manager finds what was done to whom, opens it, and follows what it caused', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir, { prepare: bookAndPay })
  const window = await openWindow(dataDir)
  const desk = await openEvents(window, studio.manager)
  const { page } = window
  const rows = rowsIn(page)
  const all = numberOf(dataDir, 'SELECT count(*) FROM event_log')
  await expect(rows).toHaveCount(all)
  await expect(rows.first()).toContainText(`#${all}`)
  await expect(rows.first()).toContainText('Mara Lindqvist signed in')

  await test.step('a family, then a person: both must hold', async () => {
    await page.getByRole('button', { name: /Event type/ }).click()
    await page.getByRole('option', { name: 'Bookings' }).click()
    await expect(rows).toHaveCount(2)
    await page.getByRole('combobox', { name: 'Person' }).fill('cleo')
    await page.getByRole('option', { name: 'Cleo Client' }).click()
    await expect(rows).toHaveCount(1)
    await expect(rows).toContainText('Cleo Client was booked for Personal training with Ana Ruiz')
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await expect(rows).toHaveCount(all)
    await expect(page.getByRole('combobox', { name: 'Person' })).toHaveValue('')
  })

  await test.step('a single type, opened: its data, its chain, and the earning it caused', async () => {
    const [payment] = eventsOf(dataDir, 'payment.completed')
    const [earning] = eventsOf(dataDir, 'earning.recorded')
    const [row] = rowsOf<{ hash: Buffer }>(
      dataDir,
      'SELECT hash FROM event_log WHERE seq = ?',
      payment?.seq,
    )
    await page.getByRole('button', { name: /Event type/ }).click()
    await page.getByRole('option', { name: 'payment.completed' }).click()
    await rows.first().click()
    await expect(desk.panel).toHaveAccessibleName(`Event #${payment?.seq}`)
    await expect(
      desk.panel.getByRole('region', { name: 'Data', exact: true }).first(),
    ).toContainText('"amount": 5500')
    await expect(desk.panel).toContainText(row?.hash.toString('hex') ?? 'no hash')
    await expect(desk.panel).toContainText('1 event followed from this one.')
    const tree = desk.panel.getByRole('list', { name: 'Everything the request did, by cause' })
    const effect = tree.getByRole('listitem').getByRole('listitem').getByRole('button')
    await expect(effect).toContainText('Ana Ruiz earned from Cleo Client’s Personal training')
    await effect.click()
    await expect(desk.panel).toHaveAccessibleName(`Event #${earning?.seq}`)
    await expect(desk.panel).toContainText(`It followed from event #${payment?.seq}.`)
  })

  await test.step('the hash is copied as it is', async () => {
    await desk.panel.getByRole('button', { name: 'Copy hash' }).click()
    await expect(desk.panel.getByRole('button', { name: 'Copied' })).toBeVisible()
    const [earning] = rowsOf<{ hash: Buffer }>(
      dataDir,
      `SELECT hash FROM event_log WHERE event_type = 'earning.recorded'`,
    )
    const copied = await window.electron.evaluate(({ clipboard }) => clipboard.readText())
    expect(copied).toBe(earning?.hash.toString('hex'))
  })

  await test.step('its request, then its subject, become chips that can be taken away', async () => {
    await desk.panel.getByRole('button', { name: /Show everything this request did/ }).click()
    await expect(rows).toHaveCount(2)
    await page.getByRole('button', { name: /^Remove filter: Request/ }).click()
    await expect(rows).toHaveCount(all)
    await desk.panel.getByRole('button', { name: /Show everything about this earning/ }).click()
    await expect(rows).toHaveCount(1)
    await page.getByRole('button', { name: /^Remove filter: earning/ }).click()
    await expect(rows).toHaveCount(all)
  })
})

test('the log is live, and everything in it is reached without a mouse', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir, { prepare: bookAndPay })
  const window = await openWindow(dataDir)
  const desk = new Desk(window.page, studio)
  const { page } = window
  const { keyboard } = page
  await desk.signIn(studio.manager)
  await keyboard.press('Control+3')
  const rows = rowsIn(page)
  await expect(rows.first()).toContainText('Mara Lindqvist signed in')

  await window.call('appointments.create', {
    trainerId: studio.trainers.chris,
    serviceId: studio.services.training,
    start: `${studio.nextWeek}T12:00`,
    shown: { priceMinor: 5_500 },
    client: { kind: 'new', client: { name: 'Elif Early' } },
  })
  await expect(rows.first()).toContainText('Elif Early was booked')

  await rows.first().focus()
  await keyboard.press('ArrowDown')
  await expect(rows.nth(1)).toBeFocused()
  await keyboard.press('Enter')
  await expect(desk.panel).toBeFocused()
  await keyboard.press('Escape')
  await expect(desk.panel).toHaveCount(0)
  await expect(rows.nth(1)).toBeFocused()

  await tab(page, 'Log').focus()
  await keyboard.press('ArrowRight')
  await expect(tab(page, 'Subscriptions')).toBeFocused()
  await expect(page.getByRole('tabpanel', { name: 'Subscriptions' })).toBeVisible()
  await keyboard.press('End')
  await expect(page.getByRole('tabpanel', { name: 'Check log' })).toBeVisible()
  await keyboard.press('ArrowRight')
  await expect(tab(page, 'Log')).toBeFocused()
  await keyboard.press('4')
  await expect(page.getByRole('tabpanel', { name: 'Volume' })).toBeVisible()
  await page.getByRole('link', { name: 'Day' }).click()
  await page.getByRole('link', { name: /^Events/ }).click()
  await expect(page.getByRole('tabpanel', { name: 'Volume' })).toBeVisible()
})

test('the week’s volume stands in numbers, with what it says about the next step', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir, { prepare: bookAndPay })
  const window = await openWindow(dataDir)
  await openEvents(window, studio.manager)
  const { page } = window
  await tab(page, 'Volume').click()
  await page.getByText('Per day', { exact: true }).click()
  const total = numberOf(dataDir, 'SELECT count(*) FROM event_log')
  const days = page.getByRole('table', { name: 'Events per day over the last seven days' })
  await expect(days.getByRole('row')).toHaveCount(8)
  await expect(days.getByRole('row').nth(1)).toContainText(String(total))
  const advice = page.getByRole('region', { name: 'Does one computer keep up?' })
  await expect(advice.locator('[aria-current=true]')).toContainText('below 1,000 an hour')
  // What only programmers ask for is not in an owner's way.
  const kafka = advice.getByText('Kafka, event sourcing')
  await expect(kafka).toBeHidden()
  await advice.getByText('Advanced', { exact: true }).click()
  await expect(kafka).toBeVisible()
})

test('front desk and trainers neither see the screen nor get to it', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir)
  const window = await openWindow(dataDir)
  const { page } = window
  const desk = new Desk(page, studio)
  for (const person of [studio.desk, studio.trainer]) {
    await desk.signIn(person)
    await expect(desk.grid).toBeVisible()
    await expect(page.getByRole('link', { name: /^Events/ })).toHaveCount(0)
    await page.evaluate(() => {
      location.hash = '#/events'
    })
    await expect.poll(() => page.evaluate(() => location.hash)).toBe('#/')
    await expect(desk.grid).toBeVisible()
    const answer = await window.call('events.list', {})
    expect(answer.ok ? 'ok' : answer.error.code).toBe('not_allowed')
    await page.keyboard.press('Control+l')
    await page.getByRole('heading', { level: 1 }).waitFor()
  }
})

test('every part of it is accessible in light and dark', async ({ dataDir, openWindow }) => {
  test.setTimeout(420_000)
  const studio = prepareStudio(dataDir, { prepare: bookAndPay })
  const ids = rowsOf<{ id: string }>(dataDir, 'SELECT id FROM appointments ORDER BY id')
  failAt(dataDir, 'loyalty-points', (app) => {
    for (const { id } of ids.concat(ids)) republish(app, id)
  })
  const window = await openWindow(dataDir)
  const desk = await openEvents(window, studio.manager)
  const { page } = window
  await expect(rowsIn(page).first()).toBeVisible()
  await lookAtScreen(window, 'events-log')
  await rowsIn(page).nth(1).click()
  await expect(desk.panel.getByText('Chain', { exact: true })).toBeVisible()
  await lookAtScreen(window, 'events-panel')
  await desk.panel.getByRole('button', { name: /Show everything about/ }).click()
  await page.keyboard.press('Escape')
  await lookAtScreen(window, 'events-filtered')
  await tab(page, 'Subscriptions').click()
  await expect(page.getByRole('table')).toBeVisible()
  await lookAtScreen(window, 'events-subscriptions')
  await page.getByRole('button', { name: 'Make again: Session counters' }).click()
  await lookAtScreen(window, 'events-rebuild', { over: 'dialog' })
  await page.keyboard.press('Escape')
  await tab(page, 'Failures').click()
  await page.getByRole('button', { name: 'Show stack' }).first().click()
  await lookAtScreen(window, 'events-failures')
  await page
    .getByRole('button', { name: /^Discard/ })
    .first()
    .click()
  await lookAtScreen(window, 'events-discard', { over: 'dialog' })
  await page.keyboard.press('Escape')
  await tab(page, 'Volume').click()
  await expect(page.getByRole('table')).toBeVisible()
  await lookAtScreen(window, 'events-volume')
  await tab(page, 'Check log').click()
  await page.getByRole('button', { name: 'Verify log' }).click()
  await expect(page.getByRole('tabpanel')).toContainText('The log is untouched')
  await lookAtScreen(window, 'events-check')
})
