import { addDays, type LocalDate, type LocalDateTime } from '../../shared/time.ts'
import { openToOthers } from '../support/open-to-others.ts'
import { valueOf } from '../support/read-result.ts'
import { Desk } from './support/desk.ts'
import { lookAtScreen } from './support/look-at-screen.ts'
import { prepareStudio, type PreparedStudio, type RunCommand } from './support/prepare-studio.ts'
import {
  eventsOf,
  integrityOf,
  numberOf,
  rowsOf,
  verifyLogOf,
} from './support/read-from-outside.ts'
import { expect, test } from './support/test.ts'

const at = (date: LocalDate, time: string) => `${date}T${time}` as LocalDateTime

/** What became of the credits, oldest first. */
const credits = (dataDir: string) =>
  rowsOf<{ kind: string }>(dataDir, 'SELECT kind FROM credit_entries ORDER BY rowid').map(
    ({ kind }) => kind,
  )

/** The sessions of the series that stand, in order. */
const repeated = (dataDir: string) =>
  rowsOf<{ start: string; trainer: string }>(
    dataDir,
    `SELECT local_start AS start, t.name AS trainer FROM appointments a
     JOIN trainers t ON t.id = a.trainer_id
     WHERE series_id IS NOT NULL AND status = 'booked' ORDER BY start_time`,
  )

test('a day at the desk, from the first float to the report', async ({ dataDir, openWindow }) => {
  test.setTimeout(480_000)
  const studio = prepareStudio(dataDir, { prepare: openUp })
  const window = await openWindow(dataDir)
  const { page } = window
  const { keyboard } = page
  const desk = new Desk(page, studio)
  const bought = page.getByRole('region', { name: 'Packages & memberships' })
  const openCleo = async () => {
    await page.getByRole('link', { name: 'Clients' }).click()
    await page.getByRole('option', { name: /Cleo Client/ }).click()
  }
  const openDay = async (date: LocalDate) => {
    await page.getByRole('link', { name: 'Day', exact: true }).click()
    await desk.showDay(date)
  }
  const dates = desk.dialog.getByRole('list', { name: 'Dates' }).getByRole('listitem')
  /** As another window moves a session of the series, to Ben. */
  const moveElsewhere = async (from: LocalDateTime, start: LocalDateTime) => {
    const [row] = rowsOf<{ appointmentId: string }>(
      dataDir,
      `SELECT id AS appointmentId FROM appointments
       WHERE series_id IS NOT NULL AND status = 'booked' AND local_start = '${from}'`,
    )
    const { version } = valueOf(await window.call('appointments.get', row!))
    const trainerId = studio.trainers.ben
    valueOf(
      await window.call('appointments.reschedule', {
        ...row!,
        trainerId,
        start,
        expectedVersion: version,
      }),
    )
  }
  await desk.signIn(studio.desk)

  await test.step('ten sessions are sold for cash, once the drawer is open', async () => {
    await openCleo()
    await bought.getByRole('button', { name: 'Sell' }).click()
    await expect(desk.dialog).toContainText('10 sessions, valid until')
    await desk.dialog.getByRole('button', { name: 'Take €500.00 in cash' }).click()
    await expect(desk.dialog).toContainText('The cash drawer is not open.')
    await lookAtScreen(window, 'sell-package', { over: 'dialog' })
    await desk.dialog.getByRole('button', { name: 'Open the drawer with €200.00' }).click()
    await desk.dialog.getByRole('button', { name: 'Take €500.00 in cash' }).click()
    await expect(desk.dialog).toContainText('€500.00 received')
    await desk.dialog.getByRole('button', { name: 'Done' }).click()
    await expect(bought.getByRole('img', { name: '10 sessions left' })).toBeVisible()
  })

  await test.step('one of them pays a booking, and comes back when it is cancelled in time', async () => {
    await openDay(studio.nextWeek)
    await desk.slot('Ben Okafor', '10:00').click()
    await desk.chooseClient('Cleo')
    await expect(desk.panel).toContainText('9 left after this, valid until')
    await lookAtScreen(window, 'booking-with-package')
    await desk.panel.getByRole('button', { name: 'Book 10:00' }).click()
    await desk.open('Ben Okafor', '10:00 to 11:00', 'Cleo Client')
    await expect(desk.panel).toContainText('Covered')
    await desk.panel.getByRole('button', { name: 'Cancel session' }).click()
    await desk.dialog.getByRole('button', { name: 'Cancel session' }).click()
    await expect(desk.notices).toContainText('Cancelled Cleo Client, 10:00')
    expect(credits(dataDir)).toEqual(['sold', 'held', 'released'])
  })

  await test.step('cancelled late it is used; taken back and let go by a manager it is not', async () => {
    await openDay(studio.today)
    await desk.slot('Ana Ruiz', '15:00').click()
    await desk.chooseClient('Cleo')
    await desk.panel.getByRole('button', { name: 'Book 15:00' }).click()
    const block = desk.session('Ana Ruiz', '15:00 to 16:00', 'Cleo Client')
    await block.click()
    await keyboard.press('x')
    await expect(desk.dialog).toContainText('Late: the session’s credit is used')
    await desk.dialog.getByRole('button', { name: 'Cancel session' }).click()
    await expect(block).toHaveCount(0)
    expect(credits(dataDir).slice(3)).toEqual(['held', 'used'])

    await keyboard.press('Control+z')
    await expect(block).toBeVisible()
    await block.click()
    await keyboard.press('x')
    await desk.dialog.getByText('Let it go').click()
    await expect(desk.dialog).toContainText('Let go: free of charge')
    await desk.dialog.getByRole('button', { name: 'Cancel session' }).click()
    await page.getByLabel(`PIN of ${studio.manager.name}`).pressSequentially(studio.manager.pin)
    await keyboard.press('Enter')
    await expect(block).toHaveCount(0)
    await expect.poll(() => credits(dataDir).at(-1)).toBe('released')
    expect(eventsOf(dataDir, 'staff.override_used')).toHaveLength(1)
  })

  await test.step('twelve weeks on the package: two are taken, one is left out, and the last is paid singly', async () => {
    await openDay(studio.nextWeek)
    await desk.slot('Ana Ruiz', '10:00').click()
    await desk.chooseClient('Cleo')
    await desk.button('Repeat…').click()
    await expect(dates).toHaveCount(12)
    await expect(desk.dialog.getByRole('status')).toHaveText('2 dates need a choice')
    await expect(desk.dialog.getByRole('button', { name: 'Book 10 sessions' })).toBeDisabled()
    await expect(dates.nth(1)).toContainText('Ana Ruiz is busy until 11:00')
    await desk.dialog.getByText('Pay singly what is not covered').click()
    await lookAtScreen(window, 'series-conflicts', { over: 'dialog' })
    await dates.nth(1).getByRole('button').click()
    await page.getByRole('option', { name: '10:00 · Ben Okafor' }).click()
    await dates.nth(3).getByRole('button').click()
    await page.getByRole('option', { name: 'Leave out' }).click()
    await expect(desk.dialog.getByRole('status')).toHaveText('11 sessions')
    await expect(desk.dialog.getByText('Paid by itself')).toHaveCount(1)
    await expect(dates.nth(11)).toContainText('Paid by itself')
    await desk.dialog.getByRole('button', { name: 'Book 11 sessions' }).click()
    await expect(desk.notices).toContainText('Booked 11 sessions for Cleo Client')
    expect(repeated(dataDir)).toHaveLength(11)
    expect(repeated(dataDir)[1]).toEqual({
      start: at(addDays(studio.nextWeek, 7), '10:00'),
      trainer: 'Ben Okafor',
    })
  })

  await test.step('the rest of them moves and is put back, and the end of it is called off', async () => {
    await desk.showDay(addDays(studio.nextWeek, 14))
    const third = desk.session('Ana Ruiz', '10:00 to 11:00', 'Cleo Client')
    await third.click()
    await expect(desk.panel).toContainText('Session 3 of 11')
    await desk.button('Move this and following…').click()
    await desk.dialog.getByRole('combobox', { name: 'Start' }).fill('11:30')
    await keyboard.press('Tab')
    await lookAtScreen(window, 'series-move', { over: 'dialog' })
    // Somebody else moves one of them by itself: it is said where it stands before it goes along.
    const sixth = addDays(studio.nextWeek, 35)
    await moveElsewhere(at(sixth, '10:00'), at(sixth, '09:00'))
    await desk.dialog.getByRole('button', { name: 'Move 9 sessions' }).click()
    const both = desk.dialog.getByRole('region', { name: 'Both versions' })
    await expect(both.getByRole('row')).toHaveCount(2)
    await expect(both.getByRole('row').last()).toContainText(/11:30, Ana Ruiz.*09:00, Ben Okafor/)
    expect(repeated(dataDir)).toContainEqual({ start: at(sixth, '09:00'), trainer: 'Ben Okafor' })
    await lookAtScreen(window, 'series-move-both-versions', { over: 'dialog' })
    await both.getByRole('button', { name: 'Keep mine' }).click()
    await desk.dialog.getByRole('button', { name: 'Move 9 sessions' }).click()
    const moved = () => repeated(dataDir).filter(({ start }) => start.endsWith('11:30')).length
    await expect.poll(moved).toBe(9)
    await desk.notices.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(moved).toBe(0)

    await third.click()
    await desk.button('Cancel this and following…').click()
    const question = page.getByRole('alertdialog')
    await lookAtScreen(window, 'series-end', { over: 'dialog' })
    await question.getByRole('button', { name: 'Cancel 9 sessions' }).click()
    await expect(desk.notices).toContainText('9 sessions cancelled')
    expect(repeated(dataDir)).toHaveLength(2)

    // One of the nine is taken before that is thought better of.
    const taken = addDays(studio.nextWeek, 28)
    await window.call('appointments.create', {
      trainerId: studio.trainers.ana,
      serviceId: studio.services.training,
      start: at(taken, '10:30'),
      shown: { priceMinor: 5_500 },
      client: { kind: 'new', client: { name: 'Quick Quinn' } },
    })
    await keyboard.press('Control+z')
    await expect(desk.dialog).toContainText('Not all of it can go back')
    await expect(dates.nth(1)).toContainText('Ana Ruiz is busy until 11:30')
    await lookAtScreen(window, 'series-back', { over: 'dialog' })
    await dates.nth(1).getByRole('button').click()
    await page.getByRole('option', { name: '10:00 · Ben Okafor' }).click()
    await desk.dialog.getByRole('button', { name: 'Put 9 sessions back' }).click()
    await expect.poll(() => repeated(dataDir).length).toBe(11)
  })

  await test.step('a class is filled to its last seat, and who waits gets the one that is given up', async () => {
    await openDay(studio.today)
    await desk.slot('Ben Okafor', '16:00').click()
    await keyboard.press('Tab')
    await desk.chooseService('Pilates')
    await desk.panel.getByRole('button', { name: 'Schedule 16:00' }).click()
    await expect(desk.panel).toContainText('0 of 3')
    for (const [index, name] of ['Guest A', 'Guest B', 'Guest C'].entries()) {
      await desk.addClient(name)
      await desk.panel.getByRole('button', { name: 'Add', exact: true }).click()
      await expect(desk.panel).toContainText(`${index + 1} of 3`)
    }
    await desk.addClient('Nina Next')
    await desk.panel.getByRole('button', { name: 'Put on the waitlist' }).click()
    const line = desk.panel.getByRole('list', { name: /Waiting clients/ })
    await expect(line).toContainText('Nina Next')
    await lookAtScreen(window, 'group-full')

    // The whole class is called off, and that is thought better of: nobody has lost a place.
    await desk.panel.getByRole('button', { name: 'Cancel session' }).click()
    await expect(desk.dialog).toContainText('One client is taken off the waitlist.')
    await lookAtScreen(window, 'group-cancel', { over: 'dialog' })
    await desk.dialog.getByRole('button', { name: 'Cancel with 3 seats' }).click()
    await expect(desk.session('Ben Okafor', '16:00 to 17:00', 'Pilates', '3 of 3')).toHaveCount(0)
    await keyboard.press('Control+z')
    await expect(desk.notices).toContainText('The group session is back in the book')
    await expect(desk.panel).toContainText('3 of 3')
    await expect(line).toContainText('Nina Next')

    await desk.panel.getByRole('button', { name: 'More about Guest C' }).click()
    await page.getByRole('menuitem', { name: 'Cancel the seat' }).click()
    await expect(desk.dialog).toContainText('Late: €9.00 fee')
    await lookAtScreen(window, 'group-cancel-seat', { over: 'dialog' })
    await desk.dialog.getByRole('button', { name: 'Cancel with €9.00 fee' }).click()
    await expect(desk.notices).toContainText('Nina Next is first in line for the free seat.')
    await desk.panel.getByRole('button', { name: 'Give the seat to Nina Next' }).click()
    await expect(desk.panel).toContainText('3 of 3')
    await expect(line).toHaveCount(0)

    // A on a row means that client, and no other, once it is seen to have the focus.
    await desk.panel.getByRole('button', { name: 'More about Guest B' }).focus()
    await keyboard.press('Tab')
    await keyboard.press('Shift+Tab')
    await keyboard.press('a')
    await expect(desk.notices).toContainText('Guest B arrived')
    await desk.panel.getByRole('button', { name: 'All present' }).click()
    await expect(desk.notices).toContainText('2 clients checked in')
  })

  await test.step('a payment is split over cash and card, and a part of it is given back', async () => {
    await desk.open('Ana Ruiz', '14:00 to 15:00', 'Dora Diver')
    await desk.panel.getByRole('button', { name: 'Take payment · €55.00' }).click()
    await desk.panel.getByRole('button', { name: 'Split the payment' }).click()
    await desk.panel.getByLabel('Amount of this part').fill('30')
    await expect(desk.panel).toContainText('Still open: €25.00')
    await desk.panel.getByLabel('Terminal reference').fill('T-1')
    await lookAtScreen(window, 'split-payment')
    await desk.panel.getByRole('button', { name: 'Take €55.00' }).click()
    await desk.panel.getByRole('button', { name: 'Done' }).click()

    await desk.panel.getByRole('button', { name: 'Refund', exact: true }).click()
    const amount = desk.dialog.getByRole('textbox', { name: 'Amount' })
    await amount.fill('60')
    await desk.dialog.getByRole('button', { name: 'Refund €60.00' }).click()
    await expect(desk.dialog.getByRole('alert')).toContainText('can still be refunded.')
    await amount.fill('20')
    await desk.dialog.getByRole('button', { name: 'Refund €20.00' }).click()
    await expect(desk.notices).toContainText('€20.00 refunded')
    await expect(desk.panel).toContainText('−€20.00')
    await desk.panel.getByRole('button', { name: 'Refund', exact: true }).first().click()
    await amount.fill('5')
    await desk.dialog.getByText('To the balance').click()
    await desk.dialog.getByRole('button', { name: 'Refund €5.00' }).click()
    await expect(desk.notices).toContainText('€5.00 refunded')
  })

  await test.step('milk is paid out of the drawer, and it is counted without being told what is in it', async () => {
    await keyboard.press('Escape')
    await keyboard.press('Control+6')
    await page.getByRole('button', { name: 'Pay out' }).click()
    await keyboard.type('8.40')
    await keyboard.press('Tab')
    await keyboard.type('Milk and coffee')
    await keyboard.press('Enter')
    await expect(desk.notices).toContainText('€8.40 paid out')
    await lookAtScreen(window, 'drawer-open')
    await page.getByRole('button', { name: 'Count the drawer' }).click()
    // Of each piece from €500 down: €690.
    for (const number of ['1', '', '1', '1', '2']) {
      if (number !== '') await keyboard.type(number)
      await keyboard.press('Enter')
    }
    await expect(page.getByRole('status').getByText('€690.00')).toBeVisible()
    await expect(page.getByText('701.60')).toHaveCount(0)
    await lookAtScreen(window, 'drawer-count')
    await page.getByRole('button', { name: 'Hand in the count' }).click()
    await expect(page.getByText('€11.60 less than expected.')).toBeVisible()
    await page.getByRole('button', { name: 'Close the drawer' }).click()
    await expect(page.getByText('Say what it is for.')).toBeVisible()
    await page.getByLabel('Why it is off').fill('Change given twice')
    await lookAtScreen(window, 'drawer-result')
    await keyboard.press('Enter')
    await expect(desk.dialog.getByText('Change given twice')).toBeVisible()
    await lookAtScreen(window, 'drawer-report', { over: 'dialog' })
    await keyboard.press('Escape')
  })

  await test.step('the day is closed, and its report carries the log’s head', async () => {
    await page.getByRole('button', { name: 'Close the day' }).click()
    await expect(page.getByText('The cash drawer is closed')).toBeVisible()
    await expect(page.getByText('1 fee is open: €9.00')).toBeVisible()
    await lookAtScreen(window, 'day-close')
    await page.getByRole('button', { name: 'Close the day', exact: true }).click()
    // Sessions are still to come in the story's day.
    await page.getByRole('alertdialog').getByRole('button', { name: 'Close the day now' }).click()
    await expect(desk.dialog.getByText('Head hash')).toBeVisible()
    await lookAtScreen(window, 'day-report', { over: 'dialog' })
    await keyboard.press('Escape')
    await expect(page.getByRole('button', { name: 'Show the report' })).toBeVisible()
    await openCleo()
    await bought.evaluate((section) => section.scrollIntoView())
    await lookAtScreen(window, 'client-packages')
  })

  await window.close()
  checkFromOutside(studio)
})

/** Cleo and Dora are known, Ana is taken on two of the coming weeks, and the drawer is counted. */
function openUp(run: RunCommand, studio: PreparedStudio): void {
  const { dataDir, nextWeek, trainers, services, today } = studio
  run('packages.addProduct', {
    product: {
      kind: 'package',
      name: 'Ten sessions',
      priceMinor: 50_000,
      credits: 10,
      validityDays: 180,
      singlePriceMinor: 5_500,
      serviceIds: [],
    },
  })
  run('catalog.addService', {
    name: 'Pilates',
    durationMinutes: 60,
    priceMinor: 1_800,
    hue: 5,
    bufferBeforeMinutes: 0,
    bufferAfterMinutes: 0,
    capacity: 3,
    roomIds: [],
  })
  const book = (start: LocalDateTime, name: string) =>
    run('appointments.create', {
      trainerId: trainers.ana,
      serviceId: services.training,
      start,
      client: { kind: 'new', client: { name } },
    })
  book(at(nextWeek, '08:00'), 'Cleo Client')
  book(at(today, '14:00'), 'Dora Diver')
  for (const weeks of [1, 3]) book(at(addDays(nextWeek, weeks * 7), '10:00'), 'Otto Other')
  const [drawer] = rowsOf<{ drawerId: string }>(
    dataDir,
    'SELECT id AS drawerId FROM drawer_sessions',
  )
  const count = { by: 'amount', amountMinor: 20_000 } as const
  const { countId } = run('drawer.count', { ...drawer!, count })
  run('drawer.close', { ...drawer!, countId, reason: 'The first float' })
}

/** What any other program reads in the file after such a day. */
function checkFromOutside({ dataDir, today }: PreparedStudio): void {
  const number = (query: string) => numberOf(dataDir, query)
  expect(
    rowsOf(
      dataDir,
      `SELECT method, amount_minor AS amount FROM payments ORDER BY created_at, position`,
    ),
  ).toEqual([
    { method: 'cash', amount: 50_000 },
    { method: 'cash', amount: 3_000 },
    { method: 'card', amount: 2_500 },
  ])
  expect(
    rowsOf(
      dataDir,
      `SELECT receipt_number AS number FROM sales UNION ALL SELECT receipt_number FROM refunds
       ORDER BY 1`,
    ),
  ).toEqual([1, 2, 3, 4].map((count) => ({ number: `A-${today.slice(0, 4)}-00000${count}` })))

  // Every credit is where its events say: ten weeks hold them all.
  const moves = { sold: 'package.sold', held: 'package.credit_held' } as const
  for (const [kind, type] of Object.entries(moves)) {
    expect(eventsOf(dataDir, type)).toHaveLength(credits(dataDir).filter((k) => k === kind).length)
  }
  expect(number('SELECT sum(delta) FROM credit_entries')).toBe(0)

  expect(number('SELECT sum(amount_minor) FROM account_entries')).toBe(500)
  const drawer = `FROM drawer_sessions WHERE float_minor = 20000 AND counted_minor = 69000`
  expect(number(`SELECT expected_minor ${drawer}`)).toBe(20_000 + 50_000 + 3_000 - 2_000 - 840)
  expect(
    number(`SELECT 20000 + sum(amount_minor) FROM drawer_movements
            WHERE drawer_session_id = (SELECT id ${drawer})`),
  ).toBe(70_160)

  const [closed] = rowsOf<{ report: string }>(dataDir, 'SELECT report FROM day_closes')
  const { figures, head } = JSON.parse(closed!.report) as {
    figures: { netMinor: number }
    head: { seq: number; hash: string }
  }
  expect(figures.netMinor).toBe(50_000 + 5_500 - 2_000 - 500)
  expect(
    rowsOf(
      dataDir,
      `SELECT event_type AS type, lower(hex(hash)) AS hash FROM event_log
                          WHERE seq = ${head.seq}`,
    ),
  ).toEqual([{ type: 'day.closed', hash: head.hash }])
  expect(integrityOf(dataDir)).toBe('ok')
  expect(verifyLogOf(dataDir)).toMatchObject({ exitCode: 0 })
  expect(openToOthers(dataDir)).toEqual([])
}
