import type { RefusalCode } from '../../shared/words/refusals.ts'
import { newId } from '../../shared/ids.ts'
import { weekdayOf, addDays, type LocalDate } from '../../shared/time.ts'
import { refusalOf, valueOf } from '../support/read-result.ts'
import type { FitFlowWindow } from './support/fitflow-window.ts'
import {
  prepareStudio,
  type Person,
  type PreparedStudio,
  type RunCommand,
} from './support/prepare-studio.ts'
import { dumpOf, eventsOf } from './support/read-from-outside.ts'
import { settled } from './support/settle.ts'
import { expect, test } from './support/test.ts'

/** What a page of ours, or something that got into it, could send; and the "no" it must get. */
interface BadRequest {
  readonly title: string
  readonly send: unknown
  readonly code: RefusalCode
  /** A part of the sentence. */
  readonly says?: string
}

test('bad input through the bridge is refused with a code, and the studio’s file stays as it was', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir, { timeZone: 'Europe/Berlin', prepare: bookTen })
  const window = await openWindow(dataDir)
  await signIn(window, studio.manager)
  await settled(dataDir)
  const before = dumpOf(dataDir)

  for (const bad of badRequests(studio)) {
    await test.step(bad.title, async () => {
      const refusal = refusalOf(await window.send(bad.send))
      expect(refusal.code, refusal.message).toBe(bad.code)
      expect(refusal.message).toContain(bad.says ?? '')
      expect(refusal.nextStep).not.toBe('')
      expect(refusal.incidentId).toBeUndefined()
      expect(dumpOf(dataDir)).toBe(before)
    })
  }
})

test('nobody can act in another’s name: what a payload says about the actor is not read', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir)
  const window = await openWindow(dataDir)
  await signIn(window, studio.desk)

  const forged = { ...booking(studio), actorId: studio.manager.id, createdBy: studio.manager.id }
  valueOf(await window.send({ name: 'appointments.create', commandId: newId(), input: forged }))

  const [created] = eventsOf(dataDir, 'appointment.created')
  expect(created?.metadata.userId).toBe(studio.desk.id)
})

test('a role may do only what is on its list, and nobody anything before signing in', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir)
  const window = await openWindow(dataDir)
  const codeOf = async (name: string, input: unknown) =>
    refusalOf(await window.send({ name, commandId: newId(), input })).code

  await settled(dataDir)
  const before = dumpOf(dataDir)
  expect(await codeOf('appointments.create', booking(studio))).toBe('not_signed_in')
  expect(await codeOf('activity.list', {})).toBe('not_signed_in')
  expect(await codeOf('clients.search', { text: '' })).toBe('not_signed_in')
  expect(dumpOf(dataDir)).toBe(before)

  await signIn(window, studio.trainer)
  await settled(dataDir)
  const signedIn = dumpOf(dataDir)
  expect(await codeOf('appointments.create', booking(studio))).toBe('not_allowed')
  expect(await codeOf('payments.refund', {})).toBe('not_allowed')
  expect(await codeOf('activity.list', {})).toBe('not_allowed')
  expect(await codeOf('clients.search', { text: '' })).toBe('not_allowed')
  expect(dumpOf(dataDir)).toBe(signedIn)
})

test('the same commandId again is the same booking; with other values it is refused', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir)
  const window = await openWindow(dataDir)
  await signIn(window, studio.desk)
  const request = { name: 'appointments.create', commandId: newId(), input: booking(studio) }

  const first = valueOf(await window.send(request))
  expect(valueOf(await window.send(request))).toEqual(first)
  const other = { ...request, input: { ...booking(studio), start: `${studio.nextWeek}T15:00` } }
  expect(refusalOf(await window.send(other)).code).toBe('command_id_reused')
  expect(eventsOf(dataDir, 'appointment.created')).toHaveLength(1)
})

function signIn(window: FitFlowWindow, person: Person) {
  return window.call('staff.signIn', { staffId: person.id, pin: person.pin }).then(valueOf)
}

function booking(studio: PreparedStudio) {
  return {
    trainerId: studio.trainers.ana,
    serviceId: studio.services.training,
    start: `${studio.nextWeek}T14:00`,
    client: { kind: 'new', client: { name: 'Cleo Client' } },
    shown: { priceMinor: 5_500 },
  }
}

/** Ana is taken from ten to eleven, next week. */
function bookTen(run: RunCommand, studio: PreparedStudio): void {
  run('appointments.create', {
    trainerId: studio.trainers.ana,
    serviceId: studio.services.training,
    start: `${studio.nextWeek}T10:00`,
    client: { kind: 'new', client: { name: 'Bea Busy' } },
  })
}

function badRequests(studio: PreparedStudio): BadRequest[] {
  const good = booking(studio)
  const create = (input: unknown) => ({ name: 'appointments.create', commandId: newId(), input })
  const pay = (input: unknown) => ({ name: 'payments.take', commandId: newId(), input })
  return [
    {
      title: 'a missing field',
      send: create({ ...good, serviceId: undefined }),
      code: 'invalid_input',
      says: 'serviceId',
    },
    {
      title: 'a number where an id belongs',
      send: create({ ...good, trainerId: 7 }),
      code: 'invalid_input',
      says: 'trainerId',
    },
    {
      title: 'an object where a time belongs',
      send: create({ ...good, start: { year: 2026 } }),
      code: 'invalid_input',
      says: 'start',
    },
    {
      title: 'a moment with a zone where the studio’s wall time belongs',
      send: create({ ...good, start: `${studio.nextWeek}T10:00:00Z` }),
      code: 'invalid_input',
      says: 'start',
    },
    { title: 'no input at all', send: create(undefined), code: 'invalid_input' },
    { title: 'input that is a list', send: create([good]), code: 'invalid_input' },
    {
      title: 'a text of one megabyte',
      send: create({ ...good, note: 'x'.repeat(1024 * 1024) }),
      code: 'payload_too_large',
      says: '64 KB',
    },
    {
      title: 'a note longer than the column takes',
      send: create({ ...good, note: 'x'.repeat(501) }),
      code: 'invalid_input',
      says: 'note',
    },
    ...['appointments.deleteAll', '__proto__', 'constructor', 'toString', ''].map((name) => ({
      title: `the channel “${name}”, which does not exist`,
      send: { name, commandId: newId(), input: {} },
      code: 'unknown_channel' as const,
    })),
    ...[null, undefined, 42, 'appointments.create', []].map((send) => ({
      title: `${JSON.stringify(send)} instead of a request`,
      send,
      code: 'invalid_input' as const,
    })),
    {
      title: 'a request that brings its own actor',
      send: { ...create(good), actor: { id: studio.manager.id, role: 'manager' } },
      code: 'invalid_input',
    },
    {
      title: 'a command without its id',
      send: { name: 'appointments.create', input: good },
      code: 'invalid_input',
      says: 'commandId',
    },
    {
      title: 'a commandId that is not one',
      send: { ...create(good), commandId: '1; DROP TABLE appointments' },
      code: 'invalid_input',
      says: 'commandId',
    },
    {
      title: 'a time that the clocks skip',
      send: create({ ...good, start: `${nextSpringForward(studio.today)}T02:30` }),
      code: 'time_does_not_exist',
      says: 'clocks go forward',
    },
    {
      title: 'an end before the start',
      send: create({ ...good, end: `${studio.nextWeek}T13:00` }),
      code: 'end_before_start',
      says: '13:00',
    },
    {
      title: 'an end that is the start',
      send: create({ ...good, end: good.start }),
      code: 'end_before_start',
    },
    {
      title: 'a taken slot',
      send: create({ ...good, start: `${studio.nextWeek}T10:30` }),
      code: 'trainer_busy',
      says: 'Ana Ruiz is busy until 11:00',
    },
    {
      title: 'a client who does not exist, in a slot that is free',
      send: create({ ...good, client: { kind: 'existing', clientId: newId() } }),
      code: 'client_not_found',
    },
    {
      title: 'a negative price to pay',
      send: pay({
        appointmentId: newId(),
        amountMinor: -5_500,
        tenders: [{ method: 'cash', amountMinor: 5_500, tenderedMinor: 5_500 }],
      }),
      code: 'invalid_input',
      says: 'amountMinor',
    },
    {
      title: 'a fraction of a cent',
      send: pay({
        appointmentId: newId(),
        amountMinor: 5_500.5,
        tenders: [{ method: 'cash', amountMinor: 5_500, tenderedMinor: 5_501 }],
      }),
      code: 'invalid_input',
      says: 'amountMinor',
    },
    {
      title: 'a card number where the terminal’s reference belongs',
      send: pay({
        appointmentId: newId(),
        amountMinor: 5_500,
        tenders: [{ method: 'card', amountMinor: 5_500, reference: '4111 1111 1111 1111' }],
      }),
      code: 'invalid_input',
      says: 'card number',
    },
    {
      title: 'a negative price on the price list',
      send: {
        name: 'studio.setUp',
        commandId: newId(),
        input: {
          name: 'Another studio',
          timeZone: 'Europe/Berlin',
          currency: 'EUR',
          trainers: [{ name: 'Ana Ruiz' }],
          services: [{ name: 'Training', durationMinutes: 60, priceMinor: -1 }],
          manager: { name: 'Mara Lindqvist', pin: '719254' },
        },
      },
      code: 'invalid_input',
      says: 'priceMinor',
    },
    {
      title: 'a second studio in the same file',
      send: { name: 'studio.createDemo', commandId: newId(), input: {} },
      code: 'studio_exists',
    },
  ]
}

/** The last Sunday of the next March: at 02:00 it is 03:00 in Berlin. */
function nextSpringForward(today: LocalDate): LocalDate {
  const lastOfMarch = `${Number(today.slice(0, 4)) + 1}-03-31` as LocalDate
  return addDays(lastOfMarch, -(weekdayOf(lastOfMarch) % 7))
}
