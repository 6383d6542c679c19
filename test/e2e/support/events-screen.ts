import { expect, type Locator, type Page } from '@playwright/test'
import { minor } from '../../../shared/money.ts'
import { instantFrom, localDateOf } from '../../../shared/time.ts'
import { Desk } from './desk.ts'
import type { FitFlowWindow } from './fitflow-window.ts'
import type { Person, PreparedStudio, RunCommand } from './prepare-studio.ts'

/** Two bookings by the manager, the first of them paid. */
export function bookAndPay(run: RunCommand, studio: PreparedStudio): void {
  const appointments = [
    { trainer: studio.trainers.ana, client: 'Cleo Client' },
    { trainer: studio.trainers.ben, client: 'Dora Diver' },
  ].map(({ trainer, client }) =>
    run('appointments.create', {
      trainerId: trainer,
      serviceId: studio.services.training,
      start: `${studio.nextWeek}T10:00`,
      client: { kind: 'new', client: { name: client } },
    }),
  )
  const [cleo] = appointments
  if (!cleo) throw new Error('Nothing was booked.')
  run('payments.take', {
    appointmentId: cleo.appointmentId,
    amountMinor: minor(5_500),
    tenders: [{ method: 'cash', amountMinor: minor(5_500), tenderedMinor: minor(5_500) }],
  })
}

/** Signs the manager in and opens the screen. */
export async function openEvents(window: FitFlowWindow, manager: Person): Promise<Desk> {
  const desk = new Desk(window.page, { today: localDateOf(instantFrom(Date.now()), 'UTC') })
  await desk.signIn(manager)
  await window.page.getByRole('link', { name: /^Events/ }).click()
  await expect(window.page.getByRole('heading', { level: 1, name: 'Events' })).toBeVisible()
  return desk
}

/** The events in the log that is shown. */
export const rowsIn = (page: Page): Locator =>
  page.getByRole('tabpanel').getByRole('list', { name: 'Events, newest first' }).getByRole('button')

/** One of the screen’s parts, by the beginning of its name. */
export const tab = (page: Page, name: string): Locator =>
  page.getByRole('tab', { name: new RegExp(`^${name}`) })
