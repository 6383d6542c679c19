import Sqlite from 'better-sqlite3'
import { dataPaths } from '../../main/platform/command-line.ts'
import { valueOf } from '../support/read-result.ts'
import { Desk } from './support/desk.ts'
import { lookAtScreen } from './support/look-at-screen.ts'
import { prepareStudio } from './support/prepare-studio.ts'
import { expect, test } from './support/test.ts'

test('a closure and a room made in the settings without a mouse are seen in the day, with what is left to decide', async ({
  dataDir,
  openWindow,
}) => {
  // Eight screens are looked at, each in two themes and two sizes.
  test.slow()
  const studio = prepareStudio(dataDir, {
    prepare: (run, { trainers, services, nextWeek }) => {
      for (const [name, hour] of [
        ['Cleo Client', '10'],
        ['Dora Dunn', '14'],
      ] as const) {
        run('appointments.create', {
          trainerId: trainers.ana,
          serviceId: services.training,
          start: `${nextWeek}T${hour}:00`,
          client: { kind: 'new', client: { name } },
        })
      }
    },
  })
  // As if the rules of the clock had changed since they were booked.
  const file = new Sqlite(dataPaths(dataDir).database)
  file.exec(
    `UPDATE appointments SET local_start = strftime('%Y-%m-%dT%H:%M', local_start, '-1 hour')`,
  )
  file.close()
  const window = await openWindow(dataDir)
  const { page } = window
  const { keyboard } = page
  const desk = new Desk(page, studio)
  await desk.signIn(studio.manager)

  await desk.openSettings('Trainers and hours')
  await expect(page.getByRole('list', { name: 'Trainers' })).toContainText('Ana Ruiz')
  await lookAtScreen(window, 'settings-trainers')
  // The first letter is Cyrillic.
  await desk.pressOn(desk.button('Change Ben Okafor'))
  await keyboard.press('Control+a')
  await keyboard.type('Аna Ruiz')
  await keyboard.press('Enter')
  await expect(desk.dialog.getByRole('alert')).toContainText('looks exactly like Ana Ruiz')
  await desk.pressOn(desk.dialog.getByRole('button', { name: 'Save anyway' }))
  await expect(desk.notices).toContainText('Аna Ruiz is saved')
  await desk.pressOn(desk.notices.getByRole('button', { name: 'Undo' }).first())
  await expect(desk.button('Change Ben Okafor')).toBeVisible()

  await desk.openSettings('Services and rooms')
  await desk.pressOn(desk.button('Add room'))
  await expect(desk.dialog.getByRole('textbox', { name: 'Name' })).toBeFocused()
  await keyboard.type('Blue room')
  await keyboard.press('Enter')
  await expect(page.getByRole('list', { name: 'Rooms and equipment' })).toContainText('Blue room')
  await expect(desk.button('Add room')).toBeFocused()
  await desk.pressOn(desk.button('Change Personal training'))
  await test.step('changed by another window meanwhile: both versions, field by field', async () => {
    const { services } = valueOf(await window.call('catalog.manage', {}))
    const training = services.find(({ id }) => id === studio.services.training)!
    const seen = { serviceId: training.id, expectedVersion: training.version }
    const other = { ...training, ...seen, roomIds: [...training.roomIds], priceMinor: 6_000 }
    valueOf(await window.call('catalog.changeService', other))
    await desk.dialog.getByRole('textbox', { name: /^Price/ }).fill('58')
    await desk.pressOn(desk.dialog.getByRole('button', { name: 'Save' }))
    const price = desk.dialog.getByRole('region', { name: 'Both versions' }).getByRole('row')
    await expect(price.filter({ hasText: 'Price' })).toContainText('€58.00')
    await expect(price.filter({ hasText: 'Price' })).toContainText('€60.00')
    await lookAtScreen(window, 'service-both-versions', { over: 'dialog' })
    await desk.pressOn(desk.button('Use what is there'))
    await expect(desk.dialog.getByRole('textbox', { name: /^Price/ })).toHaveValue('60.00')
  })
  await desk.tabTo(desk.dialog.getByRole('checkbox', { name: 'Blue room' }))
  await keyboard.press('Space')
  await lookAtScreen(window, 'settings-service')
  await desk.pressOn(desk.dialog.getByRole('button', { name: 'Save' }))
  await expect(desk.button('Change Personal training')).toBeFocused()
  // The button's name, which is shown beside it.
  await keyboard.press('Escape')
  await lookAtScreen(window, 'settings-services')

  await desk.openSettings('Closures and time off')
  await desk.pressOn(desk.button('Add closure'))
  await desk.pressOn(desk.dialog.getByRole('button', { name: 'Save' }))
  await expect(desk.dialog).toContainText('Say why in a few words')
  await desk.tabTo(desk.dialog.getByRole('textbox', { name: 'Reason' }))
  await keyboard.type('Inventory')
  await expect(desk.dialog).toContainText(/No booking is concerned|booking/)
  await lookAtScreen(window, 'settings-closure')
  await keyboard.press('Enter')
  await expect(page.getByRole('list', { name: 'Studio closures' })).toContainText('Inventory')
  await lookAtScreen(window, 'settings-away')

  await keyboard.press('Control+1')
  await expect(desk.grid.getByText('Closed: Inventory').first()).toBeVisible()
  await lookAtScreen(window, 'day-closed')

  // The button that opened the dialog is gone when it closes: the focus is on what stands there now.
  await desk.openSettings('Services and rooms')
  await desk.pressOn(desk.button('Retire Blue room'))
  await expect(desk.dialog).toContainText('1 service is left without a room')
  await expect(desk.dialog).toContainText('Personal training')
  await lookAtScreen(window, 'settings-retire', { over: 'dialog' })
  await desk.pressOn(desk.dialog.getByRole('button', { name: 'Retire' }))
  await expect(desk.button('Bring back')).toBeFocused()
  await expect(page.getByRole('list', { name: 'Services' })).toContainText('no room left')

  await keyboard.press('Control+1')
  await desk.pressOn(desk.button('To decide: 2'))
  await expect(desk.dialog).toContainText('Personal training needs a room')
  await expect(desk.dialog).toContainText('Agreed for 09:00')
  await lookAtScreen(window, 'to-decide', { over: 'dialog' })
  await desk.pressOn(desk.dialog.getByRole('button', { name: 'Keep 13:00 for Dora Dunn' }))
  await expect(desk.notices).toContainText('The time is decided')
  await expect(desk.dialog).not.toContainText('Agreed for 13:00')
  await desk.pressOn(desk.dialog.getByRole('button', { name: /^Open Cleo Client/ }))
  await expect(desk.panel).toContainText('and it now stands at')
  await lookAtScreen(window, 'panel-to-decide')
})
