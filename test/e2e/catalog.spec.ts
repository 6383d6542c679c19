import { Desk } from './support/desk.ts'
import { lookAtScreen } from './support/look-at-screen.ts'
import { prepareStudio } from './support/prepare-studio.ts'
import { expect, test } from './support/test.ts'

test('a closure and a room made in the settings are seen in the day before anything is booked', async ({
  dataDir,
  openWindow,
}) => {
  // Six screens are looked at, each in two themes and two sizes.
  test.slow()
  const studio = prepareStudio(dataDir)
  const window = await openWindow(dataDir)
  const { page } = window
  const desk = new Desk(page, studio)
  await desk.signIn(studio.manager)

  await page.keyboard.press('Control+8')
  await page.getByRole('tab', { name: 'Trainers and hours' }).click()
  await expect(page.getByRole('list', { name: 'Trainers' })).toContainText('Ana Ruiz')
  await lookAtScreen(window, 'settings-trainers')

  await page.getByRole('tab', { name: 'Services and rooms' }).click()
  await page.getByRole('button', { name: 'Add room' }).click()
  await desk.dialog.getByRole('textbox', { name: 'Name' }).fill('Blue room')
  await desk.dialog.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('list', { name: 'Rooms and equipment' })).toContainText('Blue room')
  await page.getByRole('button', { name: 'Change Personal training' }).click()
  await desk.dialog.getByText('Blue room').click()
  await lookAtScreen(window, 'settings-service')
  await desk.dialog.getByRole('button', { name: 'Save' }).click()
  await lookAtScreen(window, 'settings-services')

  await page.getByRole('tab', { name: 'Closures and time off' }).click()
  await page.getByRole('button', { name: 'Add closure' }).click()
  await desk.dialog.getByRole('button', { name: 'Save' }).click()
  await expect(desk.dialog).toContainText('Say why in a few words')
  await desk.dialog.getByRole('textbox', { name: 'Reason' }).fill('Inventory')
  await expect(desk.dialog).toContainText(/No booking is concerned|booking/)
  await lookAtScreen(window, 'settings-closure')
  await desk.dialog.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('list', { name: 'Studio closures' })).toContainText('Inventory')
  await lookAtScreen(window, 'settings-away')

  await page.keyboard.press('Control+1')
  await expect(desk.grid.getByText('Closed: Inventory').first()).toBeVisible()
  await lookAtScreen(window, 'day-closed')
})
