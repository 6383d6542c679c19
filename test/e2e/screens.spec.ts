import type { AppointmentCard } from '../../shared/appointments.ts'
import {
  addDays,
  instantAt,
  instantFrom,
  localDateOf,
  localDateTimeAt,
  type LocalDate,
} from '../../shared/time.ts'
import { valueOf } from '../support/read-result.ts'
import { Desk } from './support/desk.ts'
import type { FitFlowWindow } from './support/fitflow-window.ts'
import { lookAtScreen } from './support/look-at-screen.ts'
import { rowsOf } from './support/read-from-outside.ts'
import { expect, test } from './support/test.ts'

test.describe.configure({ timeout: 360_000 })

test('setting up a studio is accessible in light and dark', async ({ dataDir, openWindow }) => {
  const window = await openWindow(dataDir)
  const { page } = window
  const next = page.getByRole('button', { name: 'Continue' })
  await lookAtScreen(window, 'welcome')

  await page.getByRole('button', { name: 'Set up my studio' }).click()
  await next.click()
  await expect(page.getByText('Enter a name.')).toBeVisible()
  await lookAtScreen(window, 'set-up-mistake')
  await page.getByLabel('Studio name').fill('Northside Fitness')
  await lookAtScreen(window, 'set-up-studio')
  await page.getByRole('combobox', { name: 'Time zone' }).fill('ber')
  await lookAtScreen(window, 'set-up-zones', { over: 'list' })
  await page.getByRole('option', { name: 'Europe/Berlin' }).click()
  await next.click()
  await page.getByLabel('Name').first().fill('Ana Ruiz')
  await lookAtScreen(window, 'set-up-trainers')
  await next.click()
  await lookAtScreen(window, 'set-up-services')
  await next.click()
  await page.getByLabel('Your name').fill('Mara Lindqvist')
  await lookAtScreen(window, 'set-up-you')
  await page.getByLabel('Your PIN').fill('719254')
  await page.getByLabel('The PIN once more').fill('719254')
  await page.getByRole('button', { name: 'Create the studio' }).click()
  await expect(page.getByRole('dialog', { name: 'Your recovery code' })).toBeVisible()
  await lookAtScreen(window, 'recovery-code', { over: 'dialog' })
  await page.getByRole('button', { name: 'I have it' }).click()
  await page.keyboard.press('Control+l')
  await lookAtScreen(window, 'sign-in-own')
  await page.getByRole('button', { name: 'Locked out?' }).click()
  await page.keyboard.press('Enter')
  await expect(page.getByText('Enter all 24 letters and digits.')).toBeVisible()
  await lookAtScreen(window, 'recover')
})

test('every screen of a busy studio is accessible in light and dark', async ({
  dataDir,
  openWindow,
}) => {
  const window = await openWindow(dataDir)
  const { page } = window
  // The click is answered when four weeks are written, which takes a busy computer a while.
  await page
    .getByRole('button', { name: 'Look around with a demo studio' })
    .click({ timeout: 60_000 })
  await expect(page.getByRole('heading', { name: 'Your demo studio is ready' })).toBeVisible({
    timeout: 30_000,
  })
  await lookAtScreen(window, 'demo-pins')
  await page.getByRole('button', { name: 'Go to sign-in' }).click()

  const manager = demoPerson(dataDir, 'manager')
  await page.getByRole('option', { name: manager.name }).click()
  await lookAtScreen(window, 'sign-in')
  await page.getByLabel(`PIN of ${manager.name}`).fill('000000')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText('not right')
  await lookAtScreen(window, 'sign-in-wrong')

  const desk = new Desk(page, { today: todayOf(dataDir) })
  await desk.signIn(manager)
  await lookAtDays(window, desk)
  await lookAtSession(window, desk)
  await lookAtActivity(window, desk)

  await page.keyboard.press('?')
  await lookAtScreen(window, 'shortcuts', { over: 'dialog' })
  await page.keyboard.press('Escape')
  await expect(desk.dialog).toHaveCount(0)
  await page.keyboard.press('Control+k')
  await lookAtScreen(window, 'commands', { over: 'commands' })
  await page.keyboard.press('Escape')
  await expect(desk.dialog).toHaveCount(0)
  await page.getByRole('button', { name: /^Signed in/ }).click()
  await lookAtScreen(window, 'person-menu', { over: 'list' })
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+l')

  await desk.signIn(demoPerson(dataDir, 'trainer'))
  await lookAtScreen(window, 'day-trainer')
})

/** The day full and empty, the calendar, and a booking from the empty form to the refusal. */
async function lookAtDays(window: FitFlowWindow, desk: Desk): Promise<void> {
  const { page } = window
  await lookAtScreen(window, 'day')
  await page.keyboard.press('g')
  await lookAtScreen(window, 'calendar', { over: 'list' })
  await page.keyboard.press('Shift+PageDown')
  await page.keyboard.press('Enter')
  await expect(page.getByText('No sessions', { exact: true })).toBeVisible()
  await lookAtScreen(window, 'day-empty')
  await page.keyboard.press('t')

  await page.keyboard.press('F2')
  await page.keyboard.type('ma')
  await expect(page.getByRole('option').first()).toBeVisible()
  await lookAtScreen(window, 'client-list', { over: 'list' })
  await page.getByRole('option').first().click()
  await lookAtScreen(window, 'booking')
  await page.keyboard.press('Escape')

  await page.keyboard.press('F2')
  await desk.addClient('Cleo Client')
  await desk.panel.getByRole('combobox', { name: 'Start' }).fill('05:00')
  await expect(desk.panel).toContainText('is not working then')
  await desk.panel.getByLabel('Phone').fill('none')
  await desk.panel.getByRole('button', { name: 'Book 05:00' }).click()
  await lookAtScreen(window, 'booking-refused')
  await desk.panel.getByRole('button', { name: 'Close' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Discard' }).click()
}

/** One session that is to be paid: its panel, moving it, paying, receipt, refund and cancelling. */
async function lookAtSession(window: FitFlowWindow, desk: Desk): Promise<void> {
  // Early in the morning nobody has opened the demo's drawer yet.
  const drawer = valueOf(await window.call('drawer.status', {}))
  if (drawer.state !== 'open') {
    valueOf(await window.call('drawer.open', { floatMinor: 10_000, reason: 'Taken to the bank' }))
  }
  const { card, date } = await nextUnpaid(window, desk)
  await desk.showDay(date)
  await desk.grid.getByRole('button', { name: new RegExp(`${card.clientName}.*not paid`) }).click()
  await expect(desk.panel.getByRole('button', { name: 'Take payment' })).toBeVisible()
  await lookAtScreen(window, 'panel')

  await desk.panel.getByRole('button', { name: 'Reschedule' }).click()
  await lookAtScreen(window, 'reschedule')
  await desk.panel.getByRole('button', { name: 'Back' }).click()

  await desk.panel.getByRole('button', { name: 'Take payment' }).click()
  await desk.panel.getByRole('group', { name: 'Quick amounts' }).getByRole('button').nth(1).click()
  await lookAtScreen(window, 'pay')
  await desk.panel.getByText('Card', { exact: true }).click()
  await desk.panel.getByRole('button', { name: /^Record/ }).click()
  await lookAtScreen(window, 'pay-card')
  await desk.panel.getByText('Cash', { exact: true }).click()
  await desk.panel.getByRole('button', { name: /in cash/ }).click()
  await expect(desk.panel.getByRole('button', { name: 'Done' })).toBeVisible()
  await lookAtScreen(window, 'paid')

  await desk.panel.getByRole('button', { name: 'Show receipt' }).click()
  await expect(desk.dialog.getByRole('article')).toBeVisible()
  await lookAtScreen(window, 'receipt', { over: 'dialog' })
  await desk.page.keyboard.press('Escape')
  await desk.panel.getByRole('button', { name: 'Done' }).click()
  await desk.panel.getByRole('button', { name: 'Refund', exact: true }).click()
  await lookAtScreen(window, 'refund', { over: 'dialog' })
  await desk.page.keyboard.press('Escape')

  await desk.panel.getByRole('button', { name: 'Cancel session' }).click()
  await expect(desk.dialog).toContainText('is already paid')
  await lookAtScreen(window, 'cancel', { over: 'dialog' })
  await desk.dialog
    .getByRole('button', { name: /^Cancel/ })
    .last()
    .click()
  await expect(desk.panel.getByRole('button', { name: 'Take back' })).toBeVisible()
  // Before it goes by itself.
  await desk.notices.getByRole('button', { name: 'Dismiss' }).click()
  await lookAtScreen(window, 'cancelled')
  await desk.panel.getByRole('button', { name: 'Close' }).click()
}

async function lookAtActivity(window: FitFlowWindow, desk: Desk): Promise<void> {
  const { page } = window
  await page.getByRole('link', { name: 'Activity' }).click()
  const entries = page.getByRole('main').getByRole('list').getByRole('button')
  await expect(entries.first()).toBeVisible()
  await lookAtScreen(window, 'activity')
  await entries.nth(1).click()
  await expect(desk.panel).toBeVisible()
  await lookAtScreen(window, 'activity-details')
  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: 'Day' }).click()
}

/** From tomorrow on, of the first day that has some, the unpaid session nearest to eleven o'clock. */
async function nextUnpaid(
  window: FitFlowWindow,
  desk: Desk,
): Promise<{ card: AppointmentCard; date: LocalDate }> {
  for (let ahead = 1; ahead <= 14; ahead += 1) {
    const date = addDays(desk.today, ahead)
    const { appointments, timeZone } = valueOf(await window.call('appointments.day', { date }))
    const eleven = Date.parse(instantAt(localDateTimeAt(date, 11 * 60), timeZone) ?? '')
    const fromEleven = ({ startTime }: AppointmentCard) => Math.abs(Date.parse(startTime) - eleven)
    const [card] = appointments
      .filter(({ status, money }) => {
        return status === 'booked' && money?.status === 'unpaid' && money.priceMinor > 0
      })
      .toSorted((a, b) => fromEleven(a) - fromEleven(b))
    if (card) return { card, date }
  }
  throw new Error('The demo studio has nothing to be paid in the next two weeks.')
}

function demoPerson(dataDir: string, role: string) {
  const [person] = rowsOf<{ id: string; name: string; pin: string }>(
    dataDir,
    'SELECT id, name, demo_pin AS pin FROM staff WHERE role = ? ORDER BY position',
    role,
  )
  if (!person) throw new Error(`Nobody in the demo studio is ${role}.`)
  return person
}

function todayOf(dataDir: string): LocalDate {
  const [studio] = rowsOf<{ time_zone: string }>(dataDir, 'SELECT time_zone FROM studio')
  return localDateOf(instantFrom(Date.now()), studio?.time_zone ?? 'UTC')
}
