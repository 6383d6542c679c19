import { Desk } from './support/desk.ts'
import type { FitFlowWindow } from './support/fitflow-window.ts'
import { prepareStudio, type PreparedStudio } from './support/prepare-studio.ts'
import { integrityOf, numberOf, verifyLogOf } from './support/read-from-outside.ts'
import { expect, test } from './support/test.ts'

test('closed and opened again: booking, payment and activity are all there', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir)
  const window = await openWindow(dataDir)
  await bookAndPay(window, studio)
  await window.close()
  expect(verifyLogOf(dataDir)).toMatchObject({ exitCode: 0 })

  await everythingIsThere(await openWindow(dataDir), studio)
})

test('kill -9 the moment the booking is confirmed: the booking is there', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir)
  const window = await openWindow(dataDir)
  const desk = new Desk(window.page, studio)
  await desk.signIn(studio.desk)
  await desk.showDay(studio.nextWeek)
  await desk.book('Ana Ruiz', '10:00', 'Cleo Client')
  await window.kill()

  expect(integrityOf(dataDir)).toBe('ok')
  expect(verifyLogOf(dataDir)).toMatchObject({ exitCode: 0 })
  const again = await openWindow(dataDir)
  const deskAgain = new Desk(again.page, studio)
  await deskAgain.signIn(studio.desk)
  await deskAgain.showDay(studio.nextWeek)
  await expect(deskAgain.session('Ana Ruiz', '10:00 to 11:00', 'Cleo Client')).toBeVisible()
})

test('kill -9 the moment the payment is confirmed: payment, receipt and earning are there', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir)
  const window = await openWindow(dataDir)
  await bookAndPay(window, studio)
  await window.kill()

  expect(integrityOf(dataDir)).toBe('ok')
  expect(verifyLogOf(dataDir)).toMatchObject({ exitCode: 0 })
  await everythingIsThere(await openWindow(dataDir), studio)
})

async function bookAndPay(window: FitFlowWindow, studio: PreparedStudio): Promise<void> {
  const desk = new Desk(window.page, studio)
  await desk.signIn(studio.desk)
  await desk.showDay(studio.nextWeek)
  await desk.book('Ana Ruiz', '10:00', 'Cleo Client')
  await desk.open('Ana Ruiz', '10:00 to 11:00', 'Cleo Client')
  await desk.panel.getByRole('button', { name: 'Take payment' }).click()
  await desk.panel.getByRole('button', { name: 'Take €55.00 in cash' }).click()
  await expect(desk.panel).toContainText('€55.00 received')
}

async function everythingIsThere(window: FitFlowWindow, studio: PreparedStudio): Promise<void> {
  const desk = new Desk(window.page, studio)
  await desk.signIn(studio.desk)
  await desk.showDay(studio.nextWeek)
  await expect(desk.session('Ana Ruiz', '10:00 to 11:00', 'Cleo Client')).toHaveAccessibleName(
    /, paid$/,
  )
  await desk.open('Ana Ruiz', '10:00 to 11:00', 'Cleo Client')
  await expect(
    desk.panel.getByRole('button', { name: `Open receipt A-${studio.today.slice(0, 4)}-000001` }),
  ).toBeVisible()
  await window.page.getByRole('link', { name: 'Activity' }).click()
  await expect(window.page.getByText(/Cleo Client paid for Personal training/)).toBeVisible()
  expect(numberOf(studio.dataDir, 'SELECT count(*) FROM earnings')).toBe(1)
}
