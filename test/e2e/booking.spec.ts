import { refusalOf } from '../support/read-result.ts'
import { Desk } from './support/desk.ts'
import { prepareStudio } from './support/prepare-studio.ts'
import { eventsOf, numberOf, rowsOf } from './support/read-from-outside.ts'
import { expect, test } from './support/test.ts'

test('book → the slot is taken: in the day, in the file and in the log', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir)
  const window = await openWindow(dataDir)
  const desk = new Desk(window.page, studio)
  await desk.signIn(studio.desk)
  await desk.showDay(studio.nextWeek)

  await desk.slot('Ana Ruiz', '10:00').click()
  await expect(desk.panel).toHaveAccessibleName('New booking')
  await desk.addClient('Cleo Client', '+49 30 1234567')
  await desk.panel.getByRole('button', { name: 'Book 10:00' }).click()

  await expect(desk.notices).toContainText('Booked Cleo Client, 10:00 with Ana Ruiz')
  await expect(
    desk.session('Ana Ruiz', '10:00 to 11:00', 'Cleo Client', 'Personal training'),
  ).toBeVisible()
  await expect(desk.slot('Ana Ruiz', '10:00')).toHaveCount(0)
  await expect(desk.slot('Ana Ruiz', '11:00')).toHaveCount(1)

  expect(
    rowsOf(
      dataDir,
      `SELECT c.name, c.phone, a.local_start, a.status, a.price_minor, s.name AS booked_by
       FROM appointments a JOIN clients c ON c.id = a.client_id JOIN staff s ON s.id = a.created_by`,
    ),
  ).toEqual([
    {
      name: 'Cleo Client',
      phone: '+49 30 1234567',
      local_start: `${studio.nextWeek}T10:00`,
      status: 'booked',
      price_minor: 5_500,
      booked_by: 'Dana Desk',
    },
  ])
  const [created, ...more] = eventsOf(dataDir, 'appointment.created')
  expect(more).toEqual([])
  expect(created?.data).toMatchObject({ trainerId: studio.trainers.ana, priceMinor: 5_500 })
  expect(created?.metadata.userId).toBe(studio.desk.id)
})

test('the same slot again is refused with trainer_busy and a sentence that says until when', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir, {
    prepare: (run, { trainers, services, nextWeek }) =>
      run('appointments.create', {
        trainerId: trainers.ana,
        serviceId: services.training,
        start: `${nextWeek}T10:00`,
        client: { kind: 'new', client: { name: 'Bea Busy' } },
      }),
  })
  const window = await openWindow(dataDir)
  const desk = new Desk(window.page, studio)
  await desk.signIn(studio.desk)
  await desk.showDay(studio.nextWeek)

  await test.step('the form says so, and what was typed stays', async () => {
    await desk.slot('Ana Ruiz', '09:30').click()
    await desk.addClient('Cleo Client')
    await expect(desk.panel).toContainText('Ana Ruiz is busy until 11:00')
    await desk.panel.getByRole('button', { name: 'Book 09:30' }).click()
    await expect(desk.panel).toContainText('Choose 11:00 or later, or another trainer.')
    await expect(desk.panel.getByLabel('Name')).toHaveValue('Cleo Client')
    expect(numberOf(dataDir, 'SELECT count(*) FROM appointments')).toBe(1)
    expect(numberOf(dataDir, 'SELECT count(*) FROM clients')).toBe(1)
  })

  await test.step('main says so too, whatever the form would have let through', async () => {
    const refusal = refusalOf(
      await window.call('appointments.create', {
        trainerId: studio.trainers.ana,
        serviceId: studio.services.training,
        start: `${studio.nextWeek}T10:30`,
        shown: { priceMinor: 5_500 },
        client: { kind: 'new', client: { name: 'Cleo Client' } },
      }),
    )
    expect(refusal.code).toBe('trainer_busy')
    expect(refusal.message).toBe('Ana Ruiz is busy until 11:00 (booked from 10:00).')
  })

  await test.step('a free time instead is one click away', async () => {
    await desk.panel
      .getByRole('group', { name: 'Free instead' })
      .getByRole('button', { name: '11:00 · Ana Ruiz' })
      .click()
    await desk.panel.getByRole('button', { name: 'Book 11:00' }).click()
    await expect(desk.session('Ana Ruiz', '11:00 to 12:00', 'Cleo Client')).toBeVisible()
  })
})

test('a slot taken at another desk meanwhile is refused, and the form keeps everything', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir)
  const window = await openWindow(dataDir)
  const desk = new Desk(window.page, studio)
  await desk.signIn(studio.desk)
  await desk.showDay(studio.nextWeek)
  await desk.slot('Ana Ruiz', '14:00').click()
  await desk.addClient('Cleo Client')
  await desk.panel.getByLabel('Note').fill('Knee injury')

  await window.call('appointments.create', {
    trainerId: studio.trainers.ana,
    serviceId: studio.services.stretching,
    start: `${studio.nextWeek}T14:15`,
    shown: { priceMinor: 2_499 },
    client: { kind: 'new', client: { name: 'Quick Quinn' } },
  })

  await expect(desk.session('Ana Ruiz', '14:15 to 14:45', 'Quick Quinn')).toBeVisible()
  await expect(desk.panel).toContainText('Ana Ruiz is busy until 14:45')
  await desk.panel.getByRole('button', { name: 'Book 14:00' }).click()
  await expect(desk.panel.getByLabel('Name')).toHaveValue('Cleo Client')
  await expect(desk.panel.getByLabel('Note')).toHaveValue('Knee injury')
  expect(numberOf(dataDir, 'SELECT count(*) FROM appointments')).toBe(1)
})

test('a known client is found by any part of the name, and undo takes the booking back', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir, {
    prepare: (run, { trainers, services, nextWeek }) =>
      run('appointments.create', {
        trainerId: trainers.ben,
        serviceId: services.training,
        start: `${nextWeek}T09:00`,
        client: { kind: 'new', client: { name: 'Zoë Müller', phone: '+49 170 5550123' } },
      }),
  })
  const window = await openWindow(dataDir)
  const desk = new Desk(window.page, studio)
  await desk.signIn(studio.desk)
  await desk.showDay(studio.nextWeek)

  await desk.slot('Ana Ruiz', '12:00').click()
  await desk.panel.getByRole('combobox', { name: 'Client' }).fill('mull')
  await window.page.getByRole('option', { name: 'Zoë Müller' }).click()
  await desk.chooseService('Stretching')
  await desk.panel.getByRole('button', { name: 'Book 12:00' }).click()
  await expect(desk.session('Ana Ruiz', '12:00 to 12:30', 'Zoë Müller', 'Stretching')).toBeVisible()
  expect(numberOf(dataDir, 'SELECT count(*) FROM clients')).toBe(1)

  await desk.notices.getByRole('button', { name: 'Undo' }).click()
  await expect(desk.session('Ana Ruiz', '12:00')).toHaveCount(0)
  await expect(desk.slot('Ana Ruiz', '12:00')).toHaveCount(1)
  expect(eventsOf(dataDir, 'appointment.cancelled').map(({ data }) => data)).toMatchObject([
    { reason: 'booked_by_mistake', by: 'studio', feeMinor: 0 },
  ])
})

test('outside working hours the desk is refused and a manager may insist, which stands in the log', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir)
  const window = await openWindow(dataDir)
  const desk = new Desk(window.page, studio)

  await desk.signIn(studio.desk)
  await desk.showDay(studio.nextWeek)
  await desk.slot('Ana Ruiz', '19:30').click()
  await expect(desk.panel).toContainText('Ana Ruiz is not working then (08:00')
  await expect(desk.panel.getByRole('checkbox', { name: /Allow outside/ })).toHaveCount(0)
  await desk.addClient('Late Lee')
  await desk.panel.getByRole('button', { name: 'Book 19:30' }).click()
  await expect(desk.panel.getByRole('alert')).toContainText('not working then')
  await window.page.keyboard.press('Control+l')

  await desk.signIn(studio.manager)
  await desk.showDay(studio.nextWeek)
  await desk.slot('Ana Ruiz', '19:30').click()
  await desk.addClient('Late Lee')
  await desk.panel.getByText('Allow outside working hours').click()
  await desk.panel.getByRole('textbox', { name: 'Why' }).fill('Agreed by phone')
  await desk.panel.getByRole('button', { name: 'Book 19:30' }).click()
  await expect(desk.session('Ana Ruiz', '19:30 to 20:30', 'Late Lee')).toBeVisible()
  expect(eventsOf(dataDir, 'appointment.created').map(({ data }) => data.outsideHours)).toEqual([
    true,
  ])
})
