import { Desk } from './support/desk.ts'
import { prepareStudio } from './support/prepare-studio.ts'
import { expect, test } from './support/test.ts'

test('a lock takes the notices away: the next person neither reads nor undoes them', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir)
  const { page } = await openWindow(dataDir)
  const desk = new Desk(page, studio)
  await desk.signIn(studio.desk)
  await desk.showDay(studio.nextWeek)
  await desk.book('Ben Okafor', '10:00', 'Cleo Client')

  await page.keyboard.press('Control+l')
  await expect(page.getByRole('heading', { name: 'Who is at the desk?' })).toBeVisible()
  await expect(page.getByText('Cleo Client').filter({ visible: true })).toHaveCount(0)

  await desk.signIn(studio.trainer)
  await expect(desk.notices.getByRole('button', { name: 'Undo' })).toHaveCount(0)
})

test('what was being typed is there again for the same person, and for nobody else', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir)
  const window = await openWindow(dataDir)
  const { page } = window
  const desk = new Desk(page, studio)
  await desk.signIn(studio.desk)
  await page.keyboard.press('Control+5')
  await page.getByRole('button', { name: 'New client' }).click()
  await desk.dialog.getByLabel('Name').fill('Cleo Client')
  await desk.dialog.getByLabel('Notes').fill('Left knee, since')

  await page.keyboard.press('Control+l')
  await expect(page.getByLabel('PIN of Dana Desk')).toBeFocused()
  await expect(page.getByText('Left knee').filter({ visible: true })).toHaveCount(0)
  await expect(desk.dialog).toHaveCount(0)
  // Nothing behind it takes a key, and main answers nobody.
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('searchbox')).toHaveCount(0)
  expect(await window.call('clients.search', { text: '' })).toMatchObject({
    ok: false,
    error: { code: 'not_signed_in' },
  })

  await page.keyboard.type(studio.desk.pin)
  await page.keyboard.press('Enter')
  await expect(desk.dialog.getByLabel('Notes')).toBeFocused()
  await page.keyboard.type(' May')
  await expect(desk.dialog.getByLabel('Name')).toHaveValue('Cleo Client')
  await expect(desk.dialog.getByLabel('Notes')).toHaveValue('Left knee, since May')

  await page.keyboard.press('Control+l')
  await desk.signIn(studio.manager)
  await expect(desk.grid).toBeVisible()
  await expect(desk.dialog).toHaveCount(0)
  expect(await page.content()).not.toContain('Left knee')
  await page.keyboard.press('Control+5')
  await expect(page.getByText('No clients yet')).toBeVisible()
})
