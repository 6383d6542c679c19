import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { Desk } from './support/desk.ts'
import { lookAtScreen } from './support/look-at-screen.ts'
import { prepareStudio, type PreparedStudio, type RunCommand } from './support/prepare-studio.ts'
import { eventsOf, rowsOf } from './support/read-from-outside.ts'
import { expect, test } from './support/test.ts'

const session = ['Ana Ruiz', '09:00 to 10:00', 'Cleo Client'] as const

test('a client arrives and the session is completed and paid, by keys', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir, { prepare: (run, s) => bookCleo(run, s, '09:00') })
  const window = await openWindow(dataDir)
  const desk = new Desk(window.page, studio)
  await desk.signIn(studio.desk)
  await desk.open(...session)
  await lookAtScreen(window, 'session-actions')

  await window.page.keyboard.press('a')
  await expect(desk.notices).toContainText('Cleo Client has arrived')
  await expect(desk.session(...session, 'Personal training', 'arrived')).toBeVisible()
  await window.page.keyboard.press('c')
  await expect(desk.panel.getByRole('heading', { name: 'Take payment' })).toBeVisible()
  await window.page.keyboard.press('Enter')
  await expect(desk.session(...session, 'Personal training', 'completed', 'paid')).toBeVisible()
  const types = eventsOf(dataDir, 'appointment.completed').map(({ data }) => data['trainerId'])
  expect(types).toEqual([studio.trainers.ana])
})

test('a client who did not come owes a fee, unless a manager lets it go with their PIN', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir, {
    prepare: (run, s) => {
      // The first of 30 days is forgiven; this is the second.
      const first = bookCleo(run, s, '08:00')
      run('appointments.noShow', { appointmentId: first, refund: false })
      bookCleo(run, s, '09:00', first)
    },
  })
  const window = await openWindow(dataDir)
  const desk = new Desk(window.page, studio)
  await desk.signIn(studio.desk)
  await desk.open(...session)
  await window.page.keyboard.press('n')
  await expect(desk.dialog).toContainText('€55.00 fee')
  await expect(desk.dialog).toContainText('1 of 1 forgiven in 30 days')
  await expect(desk.dialog.getByRole('button', { name: 'Mark with €55.00 fee' })).toBeVisible()
  await lookAtScreen(window, 'no-show', { over: 'dialog' })

  await desk.dialog.getByText('Let it go').click()
  await expect(desk.dialog).toContainText('Let go: free of charge')
  await desk.dialog.getByRole('button', { name: 'Mark as not come' }).click()
  await window.page
    .getByLabel(`PIN of ${studio.manager.name}`)
    .pressSequentially(studio.manager.pin)
  await window.page.keyboard.press('Enter')

  await expect(desk.notices).toContainText('Cleo Client did not come')
  await expect(desk.panel).toContainText('None, let go')
  expect(rowsOf(dataDir, "SELECT state FROM fees WHERE state <> 'forgiven'")).toEqual([])
  expect(eventsOf(dataDir, 'staff.override_used')).toHaveLength(1)

  // Days later, that the client came after all lets a fee go as well.
  const cameAfterAll = desk.panel.getByRole('button', { name: 'Came after all' })
  await cameAfterAll.click()
  await expect(cameAfterAll).toBeHidden()
  await window.page.keyboard.press('n')
  await desk.dialog.getByRole('button', { name: 'Mark with €55.00 fee' }).click()
  await expect(cameAfterAll).toBeVisible()
  const file = new Sqlite(join(dataDir, 'studio.db'))
  file.exec(
    `UPDATE appointments SET resolved_at = '2020-01-01T09:00:00.000Z' WHERE status = 'no_show'`,
  )
  file.close()
  await expect(desk.dialog).toBeHidden()
  // Within two seconds it would be the other half of a double click.
  await window.page.waitForTimeout(2_100)
  await cameAfterAll.click()
  await expect(desk.dialog).toContainText('€55.00')
  await expect(desk.dialog).toContainText('Is let go')
  await window.page
    .getByLabel(`PIN of ${studio.manager.name}`)
    .pressSequentially(studio.manager.pin)
  await window.page.keyboard.press('Enter')
  await expect(cameAfterAll).toBeHidden()
  expect(rowsOf(dataDir, "SELECT state FROM fees WHERE state = 'withdrawn'")).toHaveLength(1)
})

test('Ctrl+Z takes the last command back and Ctrl+Shift+Z does it again; a time that was taken is offered elsewhere', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir, {
    prepare: (run, s) => bookCleo(run, s, '10:00', undefined, s.nextWeek),
  })
  const window = await openWindow(dataDir)
  const desk = new Desk(window.page, studio)
  const { keyboard } = window.page
  await desk.signIn(studio.desk)
  await desk.showDay(studio.nextWeek)
  const block = desk.session('Ana Ruiz', '10:00 to 11:00', 'Cleo Client')
  await block.click()
  await keyboard.press('x')
  await desk.dialog.getByRole('button', { name: 'Cancel session' }).click()
  await expect(block).toHaveCount(0)

  await keyboard.press('Control+z')
  await expect(block).toBeVisible()
  await expect(desk.notices).toContainText('The session is back in the book')
  await keyboard.press('Control+Shift+Z')
  await expect(block).toHaveCount(0)

  await window.call('appointments.create', {
    trainerId: studio.trainers.ana,
    serviceId: studio.services.training,
    start: `${studio.nextWeek}T10:30`,
    shown: { priceMinor: 5_500 },
    client: { kind: 'new', client: { name: 'Quick Quinn' } },
  })
  await keyboard.press('Control+z')
  await expect(desk.notices).toContainText('It cannot go back: its time is taken')
  await desk.notices.getByRole('button', { name: 'Book 11:30' }).click()
  await expect(desk.panel.getByRole('combobox', { name: 'Client' })).toHaveValue('Cleo Client')
  await desk.panel.getByRole('button', { name: 'Book 11:30' }).click()
  await expect(desk.session('Ana Ruiz', '11:30 to 12:30', 'Cleo Client')).toBeVisible()
})

test('the same time next week is one key and Enter away', async ({ dataDir, openWindow }) => {
  const studio = prepareStudio(dataDir, { prepare: (run, s) => bookCleo(run, s, '09:00') })
  const window = await openWindow(dataDir)
  const desk = new Desk(window.page, studio)
  await desk.signIn(studio.desk)
  await desk.open(...session)
  await window.page.keyboard.press('r')
  await expect(desk.panel.getByRole('combobox', { name: 'Client' })).toHaveValue('Cleo Client')
  await desk.panel.getByRole('button', { name: 'Book 09:00' }).click()
  await expect(desk.session(...session)).toBeVisible()
  const starts = rowsOf(dataDir, 'SELECT local_start FROM appointments ORDER BY local_start')
  expect(starts).toEqual([
    { local_start: `${studio.today}T09:00` },
    { local_start: `${studio.nextWeek}T09:00` },
  ])
})

/** Books Cleo with Ana; a client of another session when one is given. */
function bookCleo(
  run: RunCommand,
  studio: PreparedStudio,
  time: string,
  sameAs?: string,
  date: string = studio.today,
): string {
  const before =
    sameAs === undefined
      ? undefined
      : (rowsOf(studio.dataDir, `SELECT client_id FROM appointments WHERE id = '${sameAs}'`)[0] as {
          client_id: string
        })
  return run('appointments.create', {
    trainerId: studio.trainers.ana,
    serviceId: studio.services.training,
    start: `${date}T${time}`,
    client: before
      ? { kind: 'existing', clientId: before.client_id }
      : { kind: 'new', client: { name: 'Cleo Client' } },
  }).appointmentId
}
