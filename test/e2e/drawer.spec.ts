import { minor } from '../../shared/money.ts'
import { withStudioApp } from './support/break-studio.ts'
import { Desk } from './support/desk.ts'
import { lookAtScreen } from './support/look-at-screen.ts'
import { prepareStudio } from './support/prepare-studio.ts'
import { eventsOf, numberOf, rowsOf } from './support/read-from-outside.ts'
import { expect, test } from './support/test.ts'

test('from the float over a cash sale and a paid out to the blind count, all by keyboard', async ({
  dataDir,
  openWindow,
}) => {
  test.setTimeout(240_000)
  const studio = prepareStudio(dataDir, {
    prepare: (run, { trainers, services, nextWeek }) => {
      const [drawer] = rowsOf<{ drawerId: string }>(
        dataDir,
        'SELECT id AS drawerId FROM drawer_sessions',
      )
      const count = { by: 'amount', amountMinor: minor(20_000) } as const
      const { countId } = run('drawer.count', { ...drawer!, count })
      run('drawer.close', { ...drawer!, countId, reason: 'The first float' })
      run('appointments.create', {
        trainerId: trainers.ana,
        serviceId: services.training,
        start: `${nextWeek}T10:00`,
        client: { kind: 'new', client: { name: 'Cleo Client' } },
      })
    },
  })
  const window = await openWindow(dataDir)
  const desk = new Desk(window.page, studio)
  await desk.signIn(studio.desk)

  // A cash payment is refused while the drawer is closed, and the form offers to open it.
  await desk.showDay(studio.nextWeek)
  await desk.open('Ana Ruiz', '10:00 to 11:00', 'Cleo Client')
  await desk.panel.getByRole('button', { name: /^Take payment/ }).click()
  await desk.panel.getByRole('button', { name: 'Take €55.00 in cash' }).click()
  await expect(desk.panel.getByText('The cash drawer is not open.')).toBeVisible()
  await desk.panel.getByRole('button', { name: 'Open the drawer with €200.00' }).click()
  await expect(desk.notices).toContainText('Drawer open with €200.00')
  await desk.panel.getByRole('button', { name: 'Take €55.00 in cash' }).click()
  await expect(desk.panel.getByText('€55.00 received')).toBeVisible()

  await window.page.keyboard.press('Escape')
  await window.page.keyboard.press('Control+6')
  await expect(window.page.getByRole('heading', { level: 1, name: 'Cash drawer' })).toBeVisible()
  await window.page.getByRole('button', { name: 'Pay out' }).click()
  await window.page.keyboard.type('8.40')
  await window.page.keyboard.press('Tab')
  await window.page.keyboard.type('Milk and coffee')
  await window.page.keyboard.press('Enter')
  await expect(desk.notices).toContainText('€8.40 paid out')
  const movements = window.page.getByRole('table', { name: 'Movements' })
  await expect(movements.getByRole('row')).toHaveCount(3)
  await expect(window.page.getByText('246.60')).toHaveCount(0)
  await lookAtScreen(window, 'drawer-open')

  // 246.60 should be there; 240.00 is counted.
  await window.page.getByRole('button', { name: 'Count the drawer' }).click()
  for (const number of ['', '', '2', '', '', '4']) {
    if (number !== '') await window.page.keyboard.type(number)
    await window.page.keyboard.press('Enter')
  }
  await expect(window.page.getByRole('status').getByText('€240.00')).toBeVisible()
  await expect(window.page.getByText('246.60')).toHaveCount(0)
  await lookAtScreen(window, 'drawer-count')
  await window.page.getByRole('button', { name: 'Hand in the count' }).click()
  await expect(window.page.getByText('€6.60 less than expected.')).toBeVisible()
  await window.page.getByRole('button', { name: 'Close the drawer' }).click()
  await expect(window.page.getByText('Say what it is for.')).toBeVisible()
  await window.page.getByLabel('Why it is off').fill('Change given twice')
  await lookAtScreen(window, 'drawer-result')
  await window.page.keyboard.press('Enter')
  await expect(desk.dialog.getByText('Change given twice')).toBeVisible()
  await lookAtScreen(window, 'drawer-report', { over: 'dialog' })
  await window.page.keyboard.press('Escape')
  await expect(window.page.getByLabel('Cash in the drawer')).toHaveValue('240.00')
  await lookAtScreen(window, 'drawer-closed')

  await window.page.getByRole('button', { name: 'Close the day' }).click()
  await expect(window.page.getByText('The cash drawer is closed')).toBeVisible()
  await expect(window.page.getByRole('table', { name: 'By tender' })).toContainText('€55.00')
  await lookAtScreen(window, 'day-close')
  await window.page.getByRole('button', { name: 'Close the day', exact: true }).click()
  await expect(desk.dialog.getByText('Head hash')).toBeVisible()
  await expect(desk.dialog.getByText('A-2026-000001')).toBeVisible()
  await lookAtScreen(window, 'day-report', { over: 'dialog' })
  await window.page.keyboard.press('Escape')
  await expect(window.page.getByRole('button', { name: 'Show the report' })).toBeVisible()
  expect(eventsOf(dataDir, 'day.closed')).toHaveLength(1)
  expect(
    numberOf(dataDir, 'SELECT count(*) FROM drawer_sessions WHERE counted_minor = 24000'),
  ).toBe(1)
})

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
