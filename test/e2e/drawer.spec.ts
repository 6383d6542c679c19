import { withStudioApp } from './support/break-studio.ts'
import { Desk } from './support/desk.ts'
import { lookAtScreen } from './support/look-at-screen.ts'
import { prepareStudio } from './support/prepare-studio.ts'
import { eventsOf, rowsOf } from './support/read-from-outside.ts'
import { expect, test } from './support/test.ts'
import { valueOf } from '../support/read-result.ts'

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

test('what is missing over night is said at opening, and a day with sessions to come is closed only on purpose', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir, {
    prepare(run, { trainers, services, today }) {
      run('appointments.create', {
        trainerId: trainers.ana,
        serviceId: services.training,
        start: `${today}T19:00`,
        client: { kind: 'new', client: { name: 'Cleo Client' } },
      })
      run('drawer.move', { kind: 'paid_in', amountMinor: 17_000, reason: 'The first float' })
      const [drawer] = rowsOf<{ drawerId: string }>(
        dataDir,
        'SELECT id AS drawerId FROM drawer_sessions',
      )
      const count = { by: 'amount', amountMinor: 17_000 } as const
      const { countId } = run('drawer.count', { ...drawer!, count })
      run('drawer.close', { ...drawer!, countId })
    },
  })
  const window = await openWindow(dataDir)
  const { page } = window
  const desk = new Desk(page, studio)
  await desk.signIn(studio.desk)

  await page.keyboard.press('Control+6')
  await expect(page.getByText('The last count left €170.00.')).toBeVisible()
  await page.getByLabel('Cash in the drawer').fill('100')
  await page.keyboard.press('Enter')
  await expect(page.getByText('€70.00 less than the last count left.')).toBeVisible()
  await expect(page.getByText('that is off by −€70.00')).toBeVisible()
  await lookAtScreen(window, 'drawer-opening')
  await page.getByLabel('Where it went or came from').fill('Brought to the bank')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Open since')).toBeVisible()
  expect(
    rowsOf(
      dataDir,
      'SELECT carried_minor, float_minor FROM drawer_sessions WHERE opening_reason IS NOT NULL',
    ),
  ).toEqual([{ carried_minor: 17_000, float_minor: 10_000 }])

  const status = valueOf(await window.call('drawer.status', {}))
  if (status.state !== 'open') throw new Error('The drawer is closed.')
  const { drawerId } = status
  const count = { by: 'amount', amountMinor: 10_000 } as const
  const { countId } = valueOf(await window.call('drawer.count', { drawerId, count }))
  valueOf(await window.call('drawer.close', { drawerId, countId }))

  await page.getByRole('button', { name: 'Close the day' }).click()
  await expect(page.getByText('Over / short at opening, drawer 2')).toBeVisible()
  await page.getByRole('button', { name: 'Close the day', exact: true }).click()
  const question = page.getByRole('alertdialog')
  await expect(question).toContainText('Close the day with 1 session to come?')
  await lookAtScreen(window, 'day-close-ahead', { over: 'dialog' })
  await page.keyboard.press('Escape')
  await expect(question).toHaveCount(0)
  expect(eventsOf(dataDir, 'day.closed')).toHaveLength(0)
  await page.getByRole('button', { name: 'Close the day', exact: true }).press('Enter')
  await question.getByRole('button', { name: 'Close the day now' }).press('Enter')
  await expect(desk.dialog.getByText('Head hash')).toBeVisible()
  expect(eventsOf(dataDir, 'day.closed')).toHaveLength(1)
})
