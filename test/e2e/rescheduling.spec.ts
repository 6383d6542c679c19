import type { PreparedStudio, RunCommand } from './support/prepare-studio.ts'
import { valueOf } from '../support/read-result.ts'
import { Desk } from './support/desk.ts'
import { lookAtScreen } from './support/look-at-screen.ts'
import { prepareStudio } from './support/prepare-studio.ts'
import { eventsOf, numberOf, rowsOf } from './support/read-from-outside.ts'
import { expect, test } from './support/test.ts'

test('a session is moved by the form, and Undo moves it back', async ({ dataDir, openWindow }) => {
  const studio = prepareStudio(dataDir, { prepare: bookCleoAndBea })
  const window = await openWindow(dataDir)
  const desk = new Desk(window.page, studio)
  await desk.signIn(studio.desk)
  await desk.showDay(studio.nextWeek)

  await desk.open('Ana Ruiz', '10:00 to 11:00', 'Cleo Client')
  await desk.panel.getByRole('button', { name: 'Reschedule' }).click()
  await desk.panel.getByRole('combobox', { name: 'Start' }).fill('15:30')
  await desk.panel.getByRole('button', { name: /Trainer/ }).click()
  await window.page.getByRole('option', { name: 'Chris Vale' }).click()
  await desk.panel.getByRole('button', { name: 'Move to 15:30' }).click()

  await expect(desk.notices).toContainText('Cleo Client moved to 15:30 with Chris Vale')
  await expect(desk.session('Chris Vale', '15:30 to 16:30', 'Cleo Client')).toBeVisible()
  await expect(desk.slot('Ana Ruiz', '10:00')).toHaveCount(1)
  expect(eventsOf(dataDir, 'appointment.rescheduled').map(({ data }) => data)).toMatchObject([
    { trainerId: studio.trainers.chris, previousTrainerId: studio.trainers.ana },
  ])

  await desk.notices.getByRole('button', { name: 'Undo' }).click()
  await expect(desk.session('Ana Ruiz', '10:00 to 11:00', 'Cleo Client')).toBeVisible()
  expect(numberOf(dataDir, 'SELECT count(*) FROM appointments')).toBe(2)

  const [{ appointmentId }] = rowsOf<{ appointmentId: string }>(
    dataDir,
    `SELECT a.id AS appointmentId FROM appointments a JOIN clients c ON c.id = a.client_id
     WHERE c.name = 'Cleo Client'`,
  ) as [{ appointmentId: string }]
  const placeNow = () =>
    rowsOf<{ start: string }>(
      dataDir,
      `SELECT local_start AS start FROM appointments WHERE id = '${appointmentId}'`,
    )[0]!.start.slice(11)
  /** As another window moves it. */
  async function moveElsewhere(time: string): Promise<void> {
    const { version } = valueOf(await window.call('appointments.get', { appointmentId }))
    valueOf(
      await window.call('appointments.reschedule', {
        appointmentId,
        trainerId: studio.trainers.ben,
        start: `${studio.nextWeek}T${time}`,
        expectedVersion: version,
      }),
    )
  }
  const both = window.page.getByRole('region', { name: 'Both versions' })

  await test.step('moved by somebody else meanwhile: the form says where it stands, and by whom', async () => {
    await desk.open('Ana Ruiz', '10:00 to 11:00', 'Cleo Client')
    await desk.panel.getByRole('button', { name: 'Reschedule' }).click()
    await desk.panel.getByRole('combobox', { name: 'Start' }).fill('15:30')
    await moveElsewhere('09:00')
    await desk.panel.getByRole('button', { name: 'Move to 15:30' }).click()
    await expect(desk.panel).toContainText('This was changed meanwhile by Dana Desk')
    await expect(both.getByRole('row', { name: 'Start' })).toContainText('15:30')
    await expect(both.getByRole('row', { name: 'Start' })).toContainText('09:00')
    await expect(both.getByRole('row', { name: 'Trainer' })).toContainText('Ben Okafor')
    expect(placeNow()).toBe('09:00')
    await lookAtScreen(window, 'move-both-versions')
    await both.getByRole('button', { name: 'Keep mine' }).click()
    await desk.panel.getByRole('button', { name: 'Move to 15:30' }).click()
    await expect(desk.notices).toContainText('Cleo Client moved to 15:30')
    expect(placeNow()).toBe('15:30')
  })

  await test.step('and so does the bar under the day, for a move by keys', async () => {
    await window.page.keyboard.press('Escape')
    await desk.session('Ana Ruiz', '15:30 to 16:30', 'Cleo Client').focus()
    await window.page.keyboard.press('Alt+ArrowDown')
    await expect(window.page.getByRole('region', { name: 'Moving Cleo Client' })).toBeVisible()
    await moveElsewhere('13:00')
    await window.page.keyboard.press('Enter')
    await expect(both.getByRole('row', { name: 'Start' })).toContainText('13:00')
    await lookAtScreen(window, 'move-bar-both-versions')
    expect(placeNow()).toBe('13:00')
    await both.getByRole('button', { name: 'Use what is there' }).click()
    await expect(both).toHaveCount(0)
    await expect(desk.session('Ben Okafor', '13:00 to 14:00', 'Cleo Client')).toBeVisible()
  })
})

test('moving onto a taken time is refused before and after the button, and nothing moves', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir, { prepare: bookCleoAndBea })
  const window = await openWindow(dataDir)
  const desk = new Desk(window.page, studio)
  await desk.signIn(studio.desk)
  await desk.showDay(studio.nextWeek)

  await desk.open('Ana Ruiz', '10:00 to 11:00', 'Cleo Client')
  await desk.panel.getByRole('button', { name: 'Reschedule' }).click()
  await desk.panel.getByRole('combobox', { name: 'Start' }).fill('11:30')
  await expect(desk.panel).toContainText('Ana Ruiz is busy until 13:00')
  await desk.panel.getByRole('button', { name: 'Move to 11:30' }).click()
  await expect(desk.panel.getByRole('alert')).toContainText('Ana Ruiz is busy until 13:00')
  expect(eventsOf(dataDir, 'appointment.rescheduled')).toEqual([])
})

test('a session is dragged to another time and trainer', async ({ dataDir, openWindow }) => {
  const studio = prepareStudio(dataDir, { prepare: bookCleoAndBea })
  const window = await openWindow(dataDir)
  const desk = new Desk(window.page, studio)
  await desk.signIn(studio.desk)
  await desk.showDay(studio.nextWeek)

  // How far the day is scrolled at first depends on the hour.
  await desk.session('Ana Ruiz', '10:00 to 11:00').scrollIntoViewIfNeeded()
  const block = await desk.session('Ana Ruiz', '10:00 to 11:00').boundingBox()
  const target = await desk.slot('Ben Okafor', '13:00').boundingBox()
  if (!block || !target) throw new Error('The day is not drawn.')
  const { mouse } = window.page
  await mouse.move(block.x + 20, block.y + 6)
  await mouse.down()
  await mouse.move(target.x + 20, target.y + 6, { steps: 6 })
  await mouse.up()

  await expect(desk.session('Ben Okafor', '13:00 to 14:00', 'Cleo Client')).toBeVisible()
  expect(
    rowsOf(
      dataDir,
      `SELECT local_start, trainer_id FROM appointments a
       JOIN clients c ON c.id = a.client_id WHERE c.name = 'Cleo Client'`,
    ),
  ).toEqual([{ local_start: `${studio.nextWeek}T13:00`, trainer_id: studio.trainers.ben }])
})

/** Next week Ana has Cleo at ten and Bea at twelve. */
function bookCleoAndBea(run: RunCommand, studio: PreparedStudio): void {
  for (const [time, name] of [
    ['10:00', 'Cleo Client'],
    ['12:00', 'Bea Busy'],
  ]) {
    run('appointments.create', {
      trainerId: studio.trainers.ana,
      serviceId: studio.services.training,
      start: `${studio.nextWeek}T${time}`,
      client: { kind: 'new', client: { name: name ?? '' } },
    })
  }
}

test('a move inside the cancellation window says that it counts as late, and can be let go', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir, { prepare: bookCleoToday })
  const window = await openWindow(dataDir)
  const desk = new Desk(window.page, studio)
  await desk.signIn(studio.manager)

  await desk.open('Ana Ruiz', '17:00 to 18:00', 'Cleo Client')
  await desk.panel.getByRole('button', { name: 'Reschedule' }).click()
  await expect(desk.panel).not.toContainText('Counts as late')
  await desk.panel.getByRole('combobox', { name: 'Start' }).fill('18:30')
  await expect(desk.panel).toContainText('Counts as late: it could be moved free of charge until')
  await lookAtScreen(window, 'move-late')
  await desk.panel.getByText('Let it go').click()
  await expect(desk.panel).toContainText('Let go: it does not count as late.')
  await desk.panel.getByRole('button', { name: 'Move to 18:30' }).click()
  await expect(desk.notices).toContainText('Cleo Client moved to 18:30')
  expect(eventsOf(dataDir, 'appointment.rescheduled').map(({ data }) => data)).toMatchObject([
    { waived: 'goodwill' },
  ])

  // By keys: the bar says it before Enter.
  await window.page.keyboard.press('Escape')
  await desk.session('Ana Ruiz', '18:30 to 19:30', 'Cleo Client').focus()
  await window.page.keyboard.press('Alt+ArrowUp')
  await expect(window.page.getByRole('region', { name: /Cleo Client/ })).toContainText(
    'Counts as late',
  )
  await lookAtScreen(window, 'move-late-bar')
})

function bookCleoToday(run: RunCommand, studio: PreparedStudio): void {
  run('appointments.create', {
    trainerId: studio.trainers.ana,
    serviceId: studio.services.training,
    start: `${studio.today}T17:00`,
    client: { kind: 'new', client: { name: 'Cleo Client' } },
  })
}
