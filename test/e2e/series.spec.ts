import { addDays, type LocalDate, type LocalDateTime } from '../../shared/time.ts'
import { Desk } from './support/desk.ts'
import { lookAtScreen } from './support/look-at-screen.ts'
import { prepareStudio } from './support/prepare-studio.ts'
import { eventsOf, rowsOf } from './support/read-from-outside.ts'
import { expect, test } from './support/test.ts'

test.describe.configure({ timeout: 240_000 })

test('twelve weeks with two conflicts resolved, then the rest moved and put back', async ({
  dataDir,
  openWindow,
}) => {
  const at = (date: LocalDate, time: string) => `${date}T${time}` as LocalDateTime
  const studio = prepareStudio(dataDir, {
    prepare: (run, { nextWeek, trainers, services }) => {
      const client = (name: string) => ({ kind: 'new' as const, client: { name } })
      const { ana: trainerId } = trainers
      const { training: serviceId } = services
      run('appointments.create', {
        trainerId,
        serviceId,
        start: at(nextWeek, '08:00'),
        client: client('Cleo Client'),
      })
      for (const weeks of [1, 3]) {
        const start = at(addDays(nextWeek, weeks * 7), '10:00')
        run('appointments.create', { trainerId, serviceId, start, client: client('Otto Other') })
      }
    },
  })
  const window = await openWindow(dataDir)
  const { page } = window
  const desk = new Desk(page, studio)
  await desk.signIn(studio.desk)
  await desk.showDay(studio.nextWeek)

  await desk.slot('Ana Ruiz', '10:00').click()
  await desk.chooseClient('Cleo')
  await desk.button('Repeat…').click()

  const dates = desk.dialog.getByRole('list', { name: 'Dates' }).getByRole('listitem')
  await expect(dates).toHaveCount(12)
  await expect(desk.dialog.getByRole('status')).toHaveText('2 dates need a choice')
  await expect(desk.dialog.getByRole('button', { name: 'Book 10 sessions' })).toBeDisabled()
  await expect(dates.nth(1)).toContainText('Ana Ruiz is busy until 11:00')
  await lookAtScreen(window, 'series-conflicts', { over: 'dialog' })

  await dates.nth(1).getByRole('button').click()
  await page.getByRole('option', { name: '10:00 · Ben Okafor' }).click()
  await dates.nth(3).getByRole('button').click()
  await page.getByRole('option', { name: 'Leave out' }).click()
  await expect(desk.dialog.getByRole('status')).toHaveText('11 sessions')
  await desk.dialog.getByRole('button', { name: 'Book 11 sessions' }).click()
  await expect(desk.notices).toContainText('Booked 11 sessions for Cleo Client')

  const booked = () =>
    rowsOf<{ start: string; trainer: string }>(
      dataDir,
      `SELECT local_start AS start, t.name AS trainer FROM appointments a
       JOIN trainers t ON t.id = a.trainer_id
       WHERE series_id IS NOT NULL AND status = 'booked' ORDER BY start_time`,
    )
  expect(booked()).toHaveLength(11)
  expect(booked()[1]).toEqual({
    start: at(addDays(studio.nextWeek, 7), '10:00'),
    trainer: 'Ben Okafor',
  })
  expect(eventsOf(dataDir, 'series.created')).toHaveLength(1)

  // The third and the following, by keyboard from its panel.
  await desk.showDay(addDays(studio.nextWeek, 14))
  await desk.session('Ana Ruiz', '10:00 to 11:00', 'Cleo Client').click()
  await expect(desk.panel).toContainText('Session 3 of 11')
  await lookAtScreen(window, 'series-panel')
  await desk.button('Move this and following…').click()
  await desk.dialog.getByRole('combobox', { name: 'Start' }).fill('11:30')
  await page.keyboard.press('Tab')
  await expect(dates).toHaveCount(9)
  await lookAtScreen(window, 'series-move', { over: 'dialog' })
  await desk.dialog.getByRole('button', { name: 'Move 9 sessions' }).click()
  await expect(desk.notices).toContainText('9 sessions moved')
  expect(booked().filter(({ start }) => start.endsWith('11:30'))).toHaveLength(9)
  await desk.notices.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => booked().filter(({ start }) => start.endsWith('10:00')).length).toBe(11)

  await desk.session('Ana Ruiz', '10:00 to 11:00', 'Cleo Client').click()
  await desk.button('Cancel this and following…').click()
  const question = page.getByRole('alertdialog')
  await lookAtScreen(window, 'series-end', { over: 'dialog' })
  await question.getByRole('button', { name: 'Cancel 9 sessions' }).click()
  await expect(desk.notices).toContainText('9 sessions cancelled')
  expect(booked()).toHaveLength(2)
})
