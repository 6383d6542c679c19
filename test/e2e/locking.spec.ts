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
  await expect(desk.notices).not.toContainText('Cleo Client')

  await desk.signIn(studio.trainer)
  await expect(desk.notices.getByRole('button', { name: 'Undo' })).toHaveCount(0)
})
