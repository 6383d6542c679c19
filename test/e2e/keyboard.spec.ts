import { addDays } from '../../shared/time.ts'
import { Desk } from './support/desk.ts'
import { prepareStudio } from './support/prepare-studio.ts'
import { eventsOf, rowsOf } from './support/read-from-outside.ts'
import { expect, test } from './support/test.ts'

test('without a mouse: sign in, book a new client, take the money, cancel', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir)
  const window = await openWindow(dataDir)
  const desk = new Desk(window.page, studio)
  const { keyboard } = window.page
  const type = (...keys: string[]) =>
    keys.reduce((last, key) => last.then(() => keyboard.press(key)), Promise.resolve())

  await test.step('sign in: letters find the name, digits are the PIN', async () => {
    await keyboard.type('Dana')
    await expect(window.page.getByRole('option', { name: 'Dana Desk' })).toBeFocused()
    await keyboard.type(studio.desk.pin)
    await type('Enter')
    await expect(desk.grid).toBeVisible()
  })

  await test.step('tomorrow, a free slot under the arrows, Enter', async () => {
    await type('PageDown')
    await expect(window.page.getByText('Tomorrow')).toBeVisible()
    await type('ArrowDown')
    const slot = desk.grid.locator(':focus')
    await expect(slot).toHaveAccessibleName(/^Book Ana Ruiz at/)
    await type('ArrowRight')
    await expect(slot).toHaveAccessibleName(/^Book Ben Okafor at/)
    await type('Enter')
    await expect(desk.panel).toHaveAccessibleName('New booking')
  })

  await test.step('a new client by typing a name, and Enter books', async () => {
    await expect(desk.panel.getByRole('combobox', { name: 'Client' })).toBeFocused()
    await keyboard.type('Cleo Client')
    await expect(
      window.page.getByRole('option', { name: 'New client “Cleo Client”' }),
    ).toBeVisible()
    await type('Enter')
    await expect(desk.panel.getByLabel('Phone')).toBeFocused()
    await keyboard.type('+49 30 1234567')
    await type('Enter')
    await expect(desk.grid.getByRole('button', { name: /Cleo Client/ })).toBeFocused()
  })

  await test.step('C takes the money: the exact sum stands there, Enter takes it, Enter is done', async () => {
    await type('c')
    await expect(desk.panel.getByLabel('Cash received')).toBeFocused()
    await keyboard.type('55')
    await type('Enter')
    await expect(desk.panel).toContainText('€55.00 received')
    await expect(desk.panel.getByRole('button', { name: 'Done' })).toBeFocused()
    await type('Enter')
  })

  await test.step('X cancels: the consequence is read, Ctrl+Enter or the button confirms', async () => {
    await type('x')
    await expect(desk.dialog).toContainText('€55.00 is already paid.')
    const confirm = desk.dialog.getByRole('button', { name: /^Cancel, €27.50 to balance/ })
    await desk.pressOn(confirm)
    await expect(desk.dialog).toHaveCount(0)
    await expect(desk.grid.getByRole('button', { name: /Cleo Client/ })).toHaveCount(0)
  })

  expect(rowsOf(dataDir, 'SELECT status, payment_status FROM appointments')).toEqual([
    { status: 'cancelled', payment_status: 'part_refunded' },
  ])
  expect(eventsOf(dataDir, 'payment.completed')).toHaveLength(1)
})

test('Esc closes one thing at a time and gives the focus back to where it was', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir, {
    prepare: (run, { trainers, services, today }) =>
      run('appointments.create', {
        trainerId: trainers.ana,
        serviceId: services.training,
        start: `${today}T14:00`,
        client: { kind: 'new', client: { name: 'Cleo Client' } },
      }),
  })
  const window = await openWindow(dataDir)
  const desk = new Desk(window.page, studio)
  const { keyboard } = window.page
  await desk.signIn(studio.desk)

  const block = desk.session('Ana Ruiz', '14:00 to 15:00', 'Cleo Client')
  await block.focus()
  await keyboard.press('Enter')
  await expect(desk.panel).toHaveAccessibleName('Cleo Client')
  await keyboard.press('x')
  await expect(desk.dialog).toBeVisible()
  await keyboard.press('Escape')
  await expect(desk.dialog).toHaveCount(0)
  await expect(desk.panel).toBeVisible()
  await keyboard.press('Escape')
  await expect(desk.panel).toHaveCount(0)
  await expect(block).toBeFocused()

  await keyboard.press('?')
  await expect(desk.dialog).toContainText('Keyboard shortcuts')
  for (const key of ['Today', 'Cancel the session', 'Take payment', 'Lock']) {
    await expect(desk.dialog).toContainText(key)
  }
  await keyboard.press('Escape')
  await expect(block).toBeFocused()

  await test.step('Shift with an arrow makes it longer', async () => {
    await keyboard.press('Shift+ArrowDown')
    await expect(window.page.getByRole('region', { name: 'Moving Cleo Client' })).toContainText(
      '14:00 – 15:15',
    )
    await keyboard.press('Enter')
    await expect(desk.session('Ana Ruiz', '14:00 to 15:15', 'Cleo Client')).toBeFocused()
  })

  await test.step('French and Russian keys: screens, the lock, and a PIN without Shift', async () => {
    const line = await window.page.context().newCDPSession(window.page)
    const press = async (key: string, code: string, held: 'Ctrl' | 'nothing') => {
      const pressed = { key, code, modifiers: held === 'Ctrl' ? 2 : 0 }
      const text = held === 'Ctrl' ? {} : { text: key }
      await line.send('Input.dispatchKeyEvent', { type: 'keyDown', ...pressed, ...text })
      await line.send('Input.dispatchKeyEvent', { type: 'keyUp', ...pressed })
    }
    await press('(', 'Digit5', 'Ctrl')
    await expect(window.page.getByRole('heading', { level: 1, name: 'Clients' })).toBeVisible()
    await press('&', 'Digit1', 'Ctrl')
    await expect(desk.grid).toBeVisible()
    await press('д', 'KeyL', 'Ctrl')
    await expect(window.page.getByLabel('PIN of Dana Desk')).toBeFocused()
    const signs: Readonly<Record<string, string>> = { 8: '_', 0: 'à', 6: '-', 4: "'" }
    for (const digit of studio.desk.pin) await press(signs[digit]!, `Digit${digit}`, 'nothing')
    await keyboard.press('Enter')
    await expect(window.page.getByRole('button', { name: 'Signed in: Dana Desk' })).toBeVisible()
  })
})

test('T, PgUp, PgDn and G go about the days; single letters rest inside fields', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir)
  const window = await openWindow(dataDir)
  const desk = new Desk(window.page, studio)
  const { keyboard } = window.page
  await desk.signIn(studio.desk)
  const shows = (date: string) =>
    expect(desk.grid).toHaveAccessibleName(
      new RegExp(` ${Number(date.slice(8))} .* ${date.slice(0, 4)}$`),
    )

  await keyboard.press('PageDown')
  await shows(studio.tomorrow)
  await keyboard.press('PageUp')
  await keyboard.press('PageUp')
  await shows(addDays(studio.today, -1))
  await keyboard.press('t')
  await shows(studio.today)

  await keyboard.press('g')
  await expect(window.page.getByRole('grid', { name: 'Go to date' })).toBeVisible()
  await keyboard.press('ArrowDown')
  await keyboard.press('Enter')
  await shows(studio.nextWeek)
  // What is typed before the calendar is gone is the calendar's.
  await expect(window.page.getByRole('grid', { name: 'Go to date' })).toHaveCount(0)

  await keyboard.press('F2')
  await expect(desk.panel.getByRole('combobox', { name: 'Client' })).toBeFocused()
  await keyboard.type('gt')
  await expect(desk.panel.getByRole('combobox', { name: 'Client' })).toHaveValue('gt')
  await keyboard.press('Escape')
  await keyboard.press('Escape')
  await shows(studio.nextWeek)
})

test('Ctrl+K finds any command by a part of its name', async ({ dataDir, openWindow }) => {
  const studio = prepareStudio(dataDir)
  const window = await openWindow(dataDir)
  const desk = new Desk(window.page, studio)
  const { keyboard } = window.page
  await desk.signIn(studio.desk)

  await keyboard.press('Control+k')
  await expect(desk.dialog.getByRole('searchbox', { name: 'Commands' })).toBeFocused()
  await keyboard.type('next d')
  await expect(desk.dialog.getByRole('menuitem')).toHaveText([/^Next day/])
  await keyboard.press('Enter')
  await expect(window.page.getByText('Tomorrow', { exact: true })).toBeVisible()

  await keyboard.press('Control+k')
  await keyboard.type('new booking')
  await keyboard.press('Enter')
  await expect(desk.panel.getByRole('combobox', { name: 'Client' })).toBeFocused()
})

test('Alt and the arrows carry a session, Enter puts it down, Esc leaves it', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir, {
    prepare: (run, { trainers, services, today }) =>
      run('appointments.create', {
        trainerId: trainers.ana,
        serviceId: services.training,
        start: `${today}T14:00`,
        client: { kind: 'new', client: { name: 'Cleo Client' } },
      }),
  })
  const window = await openWindow(dataDir)
  const desk = new Desk(window.page, studio)
  const { keyboard } = window.page
  await desk.signIn(studio.desk)

  await desk.session('Ana Ruiz', '14:00 to 15:00').focus()
  await keyboard.press('Alt+ArrowDown')
  await keyboard.press('Alt+ArrowRight')
  await expect(window.page.getByRole('region', { name: 'Moving Cleo Client' })).toContainText(
    '14:15',
  )
  await keyboard.press('Escape')
  await expect(desk.session('Ana Ruiz', '14:00 to 15:00')).toBeFocused()
  expect(eventsOf(dataDir, 'appointment.rescheduled')).toEqual([])

  await keyboard.press('Alt+ArrowDown')
  await keyboard.press('Alt+ArrowRight')
  await keyboard.press('Enter')
  await expect(desk.session('Ben Okafor', '14:15 to 15:15', 'Cleo Client')).toBeFocused()
  expect(eventsOf(dataDir, 'appointment.rescheduled')).toHaveLength(1)
})

test('without a mouse: a payment split over two tenders, the drawer counted, the day closed', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir, {
    prepare: (run, { trainers, services, nextWeek }) =>
      run('appointments.create', {
        trainerId: trainers.ana,
        serviceId: services.training,
        start: `${nextWeek}T08:00`,
        client: { kind: 'new', client: { name: 'Cleo Client' } },
      }),
  })
  const window = await openWindow(dataDir)
  const { page } = window
  const desk = new Desk(page, studio)
  const { keyboard } = page
  await desk.signIn(studio.desk)
  await desk.showDay(studio.nextWeek)

  await test.step('what is missing of the cash is paid by card', async () => {
    await desk.session('Ana Ruiz', '08:00 to 09:00').focus()
    await keyboard.press('p')
    await expect(desk.panel.getByLabel('Cash received')).toBeFocused()
    await keyboard.type('30')
    await desk.pressOn(
      desk.panel.getByRole('button', { name: 'Pay the missing €25.00 another way' }),
    )
    await expect(desk.panel).toContainText('Still open: €25.00')
    await desk.tabTo(desk.panel.getByLabel('Terminal reference'))
    await keyboard.type('T-1')
    await keyboard.press('Enter')
    await expect(desk.panel.getByRole('button', { name: 'Done' })).toBeFocused()
    await keyboard.press('Enter')
    expect(rowsOf(dataDir, 'SELECT method, amount_minor FROM payments ORDER BY position')).toEqual([
      { method: 'cash', amount_minor: 3_000 },
      { method: 'card', amount_minor: 2_500 },
    ])
  })

  await test.step('the drawer is counted down its column and closed', async () => {
    await keyboard.press('Control+6')
    await desk.pressOn(desk.button('Count the drawer'))
    const pieces = ['', '', '', '', '', '3']
    for (const number of pieces) {
      if (number !== '') await keyboard.type(number)
      await keyboard.press('Enter')
    }
    await desk.pressOn(desk.button('Hand in the count'))
    await expect(desk.button('Close the drawer')).toBeFocused()
    await keyboard.press('Enter')
    await expect(desk.dialog).toBeVisible()
    await keyboard.press('Escape')
  })

  await test.step('and the day, up to its report', async () => {
    await desk.pressOn(desk.button('Close the day'))
    await expect(page.getByText('The cash drawer is closed')).toBeVisible()
    await desk.pressOn(page.getByRole('button', { name: 'Close the day', exact: true }))
    await expect(desk.dialog.getByText('Head hash')).toBeVisible()
    await keyboard.press('Escape')
    await expect(desk.dialog).toHaveCount(0)
    expect(eventsOf(dataDir, 'day.closed')).toHaveLength(1)
  })
})
