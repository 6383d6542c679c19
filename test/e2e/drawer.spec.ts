import { withStudioApp } from './support/break-studio.ts'
import { Desk } from './support/desk.ts'
import { lookAtScreen } from './support/look-at-screen.ts'
import { prepareStudio } from './support/prepare-studio.ts'
import { expect, test } from './support/test.ts'

test('a drawer left open overnight says so, and asks for its count first', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir)
  withStudioApp(dataDir, ({ database }) =>
    database.exec(`UPDATE drawer_sessions SET opened_on = '2026-01-05'`),
  )
  const window = await openWindow(dataDir)
  const desk = new Desk(window.page, studio)
  await desk.signIn(studio.desk)
  await window.page.keyboard.press('Control+6')
  await expect(window.page.getByText('This drawer was left open overnight.')).toBeVisible()
  await expect(window.page.getByRole('button', { name: 'Pay out' })).toHaveCount(0)
  await lookAtScreen(window, 'drawer-overnight')
})
