import { newId } from '../../shared/ids.ts'
import { minor } from '../../shared/money.ts'
import { addService } from '../../main/features/catalog/index.ts'
import { withStudioApp } from './support/break-studio.ts'
import { Desk } from './support/desk.ts'
import { lookAtScreen } from './support/look-at-screen.ts'
import { prepareStudio } from './support/prepare-studio.ts'
import { eventsOf } from './support/read-from-outside.ts'
import { expect, test } from './support/test.ts'

/** Eight seats of an hour at €18.00. */
function offerPilates(dataDir: string): void {
  withStudioApp(dataDir, (app) => {
    const context = { actorId: null, commandId: null, correlationId: newId() }
    app.work.run(context, (tx) => {
      const id = addService(tx, app.bus, {
        name: 'Pilates',
        durationMinutes: 60,
        priceMinor: minor(1_800),
        hue: 5,
        position: 9,
      })
      tx.database.prepare('UPDATE services SET capacity = 8 WHERE id = ?').run(id)
    })
  })
}

test('a group is filled to its last seat, the ninth waits, and gets the seat that is given up', async ({
  dataDir,
  openWindow,
}) => {
  test.slow()
  const studio = prepareStudio(dataDir)
  offerPilates(dataDir)
  const window = await openWindow(dataDir)
  const desk = new Desk(window.page, studio)
  await desk.signIn(studio.desk)
  await desk.showDay(studio.nextWeek)

  await desk.slot('Ana Ruiz', '10:00').click()
  await window.page.keyboard.press('Tab')
  await desk.chooseService('Pilates')
  await lookAtScreen(window, 'group-booking')
  await desk.panel.getByRole('button', { name: 'Schedule 10:00' }).click()
  await expect(desk.notices).toContainText('Pilates is in the day, 10:00 with Ana Ruiz')
  await expect(desk.panel).toContainText('0 of 8')
  await lookAtScreen(window, 'group-empty', { over: 'list' })

  for (let guest = 1; guest <= 8; guest += 1) {
    const name = `Guest ${'ABCDEFGH'[guest - 1]}`
    await desk.addClient(name, guest === 1 ? '+49 30 1234567' : '')
    await desk.panel.getByRole('button', { name: 'Add', exact: true }).click()
    await expect(desk.panel).toContainText(`${guest} of 8`)
  }
  await expect(desk.session('Ana Ruiz', '10:00 to 11:00', 'Pilates', '8 of 8')).toHaveCount(1)

  await desk.addClient('Nina Ninth')
  await desk.panel.getByRole('button', { name: 'Put on the waitlist' }).click()
  await expect(desk.panel.getByRole('list', { name: /Waiting clients/ })).toContainText(
    'Nina Ninth',
  )
  await expect(desk.panel.getByRole('button', { name: 'Give the seat to Nina Ninth' })).toHaveCount(
    0,
  )
  await lookAtScreen(window, 'group-full')

  await desk.panel.getByRole('button', { name: 'More about Guest C' }).click()
  await window.page.getByRole('menuitem', { name: 'Cancel the seat' }).click()
  await expect(desk.dialog).toContainText('Free of charge')
  await lookAtScreen(window, 'group-cancel-seat', { over: 'dialog' })
  await desk.dialog.getByRole('button', { name: 'Cancel the seat' }).click()

  await expect(desk.notices).toContainText('Nina Ninth is first in line for the free seat.')
  await expect(desk.notices.getByRole('button', { name: 'Give the seat' })).toBeVisible()
  await expect(desk.panel).toContainText('Nina Ninth is first in line for the free seat.')
  await lookAtScreen(window, 'group-freed')
  await desk.panel.getByRole('button', { name: 'Give the seat to Nina Ninth' }).click()
  await expect(desk.panel).toContainText('8 of 8')
  await expect(desk.panel.getByRole('list', { name: /Waiting clients/ })).toHaveCount(0)
  await expect(desk.panel.getByRole('list', { name: 'Clients with a seat' })).toContainText(
    'Nina Ninth',
  )
  expect(eventsOf(dataDir, 'waitlist.seated')).toHaveLength(1)

  // By keyboard: A on a row means that client, and no other.
  await desk.panel.getByRole('button', { name: 'More about Guest B' }).focus()
  await window.page.keyboard.press('a')
  await expect(desk.notices).toContainText('Guest B arrived')
  await desk.panel.getByRole('button', { name: 'All present' }).click()
  await expect(desk.notices).toContainText('7 clients checked in')
  await lookAtScreen(window, 'group-present')

  await desk.panel.getByRole('button', { name: 'More about Guest B' }).focus()
  await window.page.keyboard.press('p')
  await expect(desk.dialog).toContainText('Take Guest B’s payment')
  await lookAtScreen(window, 'group-pay-seat', { over: 'dialog' })
  await desk.dialog.getByRole('button', { name: 'Take €18.00 in cash' }).click()
  await expect(desk.dialog).toContainText('A-')
  await desk.dialog.getByRole('button', { name: 'Done' }).click()
  const guestB = desk.panel.getByRole('listitem').filter({ hasText: 'Guest B' })
  await expect(guestB).toContainText('Paid')

  await window.page.keyboard.press('r')
  await expect(desk.notices).toContainText('A group is not rebooked with R')
})
