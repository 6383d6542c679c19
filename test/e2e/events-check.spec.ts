import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { eraseEvents } from '../../main/events/erase-events.ts'
import { newId } from '../../shared/ids.ts'
import { addDays, instantFrom, localDateOf } from '../../shared/time.ts'
import { projectFolder } from '../../tools/build/project-folder.ts'
import { tamperWith, withStudioApp } from './support/break-studio.ts'
import { bookAndPay, openEvents, rowsIn, tab } from './support/events-screen.ts'
import { prepareStudio, type Person } from './support/prepare-studio.ts'
import { eventsOf, numberOf, rowsOf } from './support/read-from-outside.ts'
import { expect, test } from './support/test.ts'

test('the log is verified, and what was found is still there after looking elsewhere', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir, { prepare: bookAndPay })
  const window = await openWindow(dataDir)
  await openEvents(window, studio.manager)
  const { page } = window
  await tab(page, 'Check log').click()
  await page.getByRole('button', { name: 'Verify log' }).click()
  const panel = page.getByRole('tabpanel', { name: 'Check log' })
  await expect(panel).toContainText('The log is untouched')
  const [head] = rowsOf<{ seq: number; hash: Buffer }>(
    dataDir,
    'SELECT seq, hash FROM event_log_head',
  )
  await expect(panel).toContainText(`All ${head?.seq} events fit together`)
  await expect(panel).toContainText(head?.hash.toString('hex') ?? 'no hash')
  await page.getByRole('link', { name: 'Day' }).click()
  await page.getByRole('link', { name: /^Events/ }).click()
  await expect(panel).toContainText('The log is untouched')
})

test('an amount that somebody changed in the file is found and named', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir, { prepare: bookAndPay })
  const [payment] = eventsOf(dataDir, 'payment.completed')
  const seq = payment?.seq ?? 0
  tamperWith(dataDir, seq)
  const window = await openWindow(dataDir)
  const desk = await openEvents(window, studio.manager)
  await tab(window.page, 'Check log').click()
  await window.page.getByRole('button', { name: 'Verify log' }).click()
  const panel = window.page.getByRole('tabpanel', { name: 'Check log' })
  await expect(panel).toContainText('The log was changed')
  await expect(panel).toContainText(`Event #${seq} is the first that does not fit.`)
  await panel.getByRole('button', { name: `Open event #${seq}` }).click()
  await expect(desk.panel).toHaveAccessibleName(`Event #${seq}`)
})

test('an event whose data was erased says so, and the chain over it still holds', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir, { prepare: bookAndPay })
  const [registered] = rowsOf<{ seq: number }>(
    dataDir,
    `SELECT seq FROM event_log WHERE event_type = 'client.registered'`,
  )
  const seq = registered?.seq ?? 0
  withStudioApp(dataDir, ({ work, bus }) => {
    const context = { actorId: studio.manager.id, commandId: null, correlationId: newId() }
    work.run(context, (tx) => eraseEvents(tx, bus, [seq]))
  })
  const window = await openWindow(dataDir)
  const desk = await openEvents(window, studio.manager)
  const { page } = window
  await rowsIn(page)
    .filter({ has: page.getByText(`#${seq}`, { exact: true }) })
    .click()
  await expect(desk.panel.getByText('Erased', { exact: true })).toBeVisible()
  await expect(desk.panel.getByRole('region', { name: 'Data' }).first()).toContainText(
    'Its data was erased to protect a person.',
  )
  await page.keyboard.press('Escape')
  await tab(page, 'Check log').click()
  await page.getByRole('button', { name: 'Verify log' }).click()
  await expect(page.getByRole('tabpanel')).toContainText('The log is untouched')
})

test('events of more than a year ago are moved into an archive, and the log still verifies', async ({
  dataDir,
  openWindow,
}) => {
  seedLongAgo(dataDir)
  const [manager] = rowsOf<Person>(
    dataDir,
    `SELECT id, name, demo_pin AS pin FROM staff WHERE role = 'manager'`,
  )
  if (!manager) throw new Error('The seeded studio has no manager.')
  const head = numberOf(dataDir, 'SELECT seq FROM event_log_head')
  const window = await openWindow(dataDir)
  const desk = await openEvents(window, manager)
  const { page } = window
  await tab(page, 'Check log').click()
  await expect(page.getByText('Nothing was archived yet.')).toBeVisible()
  await page.getByRole('button', { name: 'Archive old events…' }).click()
  await expect(desk.dialog).toContainText('beside the studio’s file')
  await desk.dialog.getByRole('button', { name: 'Archive', exact: true }).click()
  await expect(desk.notices).toContainText('Old events are being archived')
  await expect(page.getByRole('table', { name: 'Archives' })).toContainText(`#1 to #${head}`)
  expect(numberOf(dataDir, 'SELECT min(seq) FROM event_log')).toBe(head + 1)
  await page.getByRole('button', { name: 'Verify log' }).click()
  await expect(page.getByRole('tabpanel')).toContainText('The log is untouched')
  const all = numberOf(dataDir, 'SELECT seq FROM event_log_head')
  await expect(page.getByRole('tabpanel')).toContainText(`All ${all} events fit together`)
})

/** A small studio whose whole history is more than a year old. */
function seedLongAgo(dataDir: string): void {
  const today = addDays(localDateOf(instantFrom(Date.now()), 'UTC'), -500)
  const size = ['--clients', '8', '--days', '4', '--trainers', '1', '--today', today]
  const seed = join(projectFolder, 'main', 'cli', 'seed.ts')
  const run = spawnSync(process.execPath, [seed, '--data-dir', dataDir, ...size], {
    encoding: 'utf8',
  })
  if (run.status !== 0) throw new Error(run.stderr)
}
