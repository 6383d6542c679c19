import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import ICAL from 'ical.js'
import { beforeEach, describe, expect, it } from 'vitest'
import { writeCalendar } from '../../main/features/trainer-calendar/index.ts'
import { addDays, instantFrom, type Instant, type LocalDate } from '../../shared/time.ts'
import { bookSession, clientOf } from '../support/book-session.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, refusalOf, valueOf } from '../support/read-result.ts'

let studio: TestStudio
beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('manager')
})

/** Delivers, writes what is behind, and reads a trainer's file with a program that is not ours. */
async function fileOf(trainerId = studio.people.ana) {
  studio.deliver()
  await studio.app.calendars.writeStale()
  return readCalendar(readFileSync(studio.app.calendars.fileOf(trainerId), 'utf8'))
}

function readCalendar(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text))
  return calendar.getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component)
    return {
      id: event.uid,
      sequence: event.sequence,
      start: event.startDate.toJSDate().toISOString(),
      end: event.endDate.toJSDate().toISOString(),
      status: component.getFirstPropertyValue('status'),
      summary: event.summary,
      changed: String(component.getFirstPropertyValue('last-modified')),
    }
  })
}

const cancel = (appointmentId: string) =>
  valueOf(
    studio.agree('appointments.cancel', {
      appointmentId,
      by: 'client',
      reason: 'client_ill',
      refund: false,
    }),
  )
const move = (appointmentId: string, start: string, trainerId = studio.people.ana) =>
  valueOf(studio.agree('appointments.reschedule', { appointmentId, trainerId, start }))

describe('a trainer’s calendar file', () => {
  it('equals the book: every session with its service, its times and its changes', async () => {
    const first = bookSession(studio, '2026-03-04T09:00')
    studio.clock.advance({ minutes: 5 })
    const second = bookSession(studio, '2026-03-29T10:00', {
      serviceId: studio.people.stretching,
      allowOutsideHours: true,
    })
    move(first, '2026-03-05T11:00')
    studio.clock.advance({ minutes: 5 })
    cancel(second)
    expect(await fileOf()).toEqual([
      {
        id: first,
        sequence: 1,
        start: '2026-03-05T10:00:00.000Z',
        end: '2026-03-05T11:00:00.000Z',
        status: 'CONFIRMED',
        summary: 'Personal training',
        changed: '2026-03-02T07:05:00Z',
      },
      {
        id: second,
        sequence: 1,
        // The clocks went forward that morning.
        start: '2026-03-29T08:00:00.000Z',
        end: '2026-03-29T08:30:00.000Z',
        status: 'CANCELLED',
        summary: 'Stretching',
        changed: '2026-03-02T07:10:00Z',
      },
    ])
  })

  it('says nothing about who comes', async () => {
    bookSession(studio, '2026-03-04T09:00', { note: 'Knee' })
    await fileOf()
    const text = readFileSync(studio.app.calendars.fileOf(studio.people.ana), 'utf8')
    expect(text).not.toMatch(/cleo|client|knee/i)
    expect(text).toContain('X-WR-CALNAME:Ana Ruiz\\, Harbour Street Studio')
  })

  it('loses a session that went to somebody else, whose file gains it', async () => {
    const id = bookSession(studio, '2026-03-04T09:00')
    expect(await fileOf()).toHaveLength(1)
    move(id, '2026-03-04T09:00', studio.people.ben)
    expect(await fileOf()).toEqual([])
    expect(await fileOf(studio.people.ben)).toMatchObject([{ id, sequence: 1 }])
  })

  it('holds a month back and half a year ahead, and moves on with the days', async () => {
    const today = '2026-03-02' as LocalDate
    for (const days of [-31, -29, 0, 179, 181]) {
      bookSession(studio, `${addDays(today, days)}T12:00`, { allowOutsideHours: true })
    }
    const days = async () => (await fileOf()).map(({ start }) => start.slice(0, 10))
    expect(await days()).toEqual(['2026-02-01', '2026-03-02', '2026-08-28'])
    studio.clock.advance({ days: 2 })
    expect(await days()).toEqual(['2026-03-02', '2026-08-28', '2026-08-30'])
  })

  it('is the same bytes when nothing has changed, and is not even written', async () => {
    bookSession(studio, '2026-03-04T09:00')
    await fileOf()
    const file = studio.app.calendars.fileOf(studio.people.ana)
    const before = readFileSync(file)
    const { ino } = statSync(file)
    await fileOf()
    expect(statSync(file).ino).toBe(ino)
    studio.reopen()
    await fileOf()
    expect(statSync(file).ino).not.toBe(ino)
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  it('is written anew at start when it was deleted, spoilt, or left behind by a crash', async () => {
    const id = bookSession(studio, '2026-03-04T09:00')
    await fileOf()
    const file = studio.app.calendars.fileOf(studio.people.ana)
    rmSync(file)
    studio.reopen()
    expect(await fileOf()).toHaveLength(1)
    writeFileSync(file, 'nonsense')
    studio.reopen()
    expect(await fileOf()).toHaveLength(1)
    // The change is in the database, and the process ends before the file is written.
    studio.signIn('manager')
    cancel(id)
    studio.deliver()
    studio.reopen()
    expect(await fileOf()).toMatchObject([{ status: 'CANCELLED' }])
    expect(readdirSync(dirname(file))).toEqual([`${studio.people.ana}.ics`])
  })

  it('follows by itself, and a burst of bookings writes each file a few times only', async () => {
    studio.app.delivery.start()
    studio.app.calendars.start()
    const known = bookSession(studio, '2026-03-02T09:00', { trainerId: studio.people.ben })
    const client = { kind: 'existing' as const, clientId: clientOf(studio, known) }
    let writes = 0
    const startedAt = performance.now()
    studio.app.work.onCommit((topics) => {
      if (topics.some((topic) => topic === 'calendar-files')) writes += 1
    })
    for (let number = 0; number < 1_000; number += 1) {
      const day = addDays('2026-04-01' as LocalDate, Math.floor(number / 24))
      const hour = String(number % 24).padStart(2, '0')
      bookSession(studio, `${day}T${hour}:00`, {
        serviceId: studio.people.stretching,
        allowOutsideHours: true,
        client,
      })
      // As at the desk: what is to happen afterwards happens between the bookings.
      await setImmediate()
    }
    const file = studio.app.calendars.fileOf(studio.people.ana)
    await expect
      .poll(() => existsSync(file) && readCalendar(readFileSync(file, 'utf8')).length, {
        timeout: 15_000,
      })
      .toBe(1_000)
    // Two files, every two seconds at most.
    expect(writes).toBeLessThanOrEqual(2 * ((performance.now() - startedAt) / 2_000 + 2))
  }, 60_000)

  it('that cannot be written is behind until it can', async () => {
    bookSession(studio, '2026-03-04T09:00')
    studio.deliver()
    const { folder } = studio.app.calendars
    writeFileSync(folder, 'a file where the folder should be')
    await expect(studio.app.calendars.writeStale()).rejects.toThrow(/EEXIST|ENOTDIR/)
    rmSync(folder)
    expect(await fileOf()).toHaveLength(1)
  })

  it.each([0, 1])('that cannot be written stops no other trainer’s (%i)', async (which) => {
    const trainers = [studio.people.ana, studio.people.ben]
    for (const trainerId of trainers) bookSession(studio, '2026-03-04T09:00', { trainerId })
    studio.deliver()
    const { calendars } = studio.app
    const [held, other] = [trainers[which]!, trainers[1 - which]!].map((id) => calendars.fileOf(id))
    mkdirSync(held!, { recursive: true })
    await expect(calendars.writeStale()).rejects.toThrow(/EISDIR|EPERM|EEXIST/)
    expect(readFileSync(other!, 'utf8')).toContain('BEGIN:VEVENT')
    rmSync(held!, { recursive: true })
    await calendars.writeStale()
    expect(readFileSync(held!, 'utf8')).toContain('BEGIN:VEVENT')
  })
})

describe('where the files are', () => {
  it('is told to the manager for every trainer, and to a trainer for their own', async () => {
    bookSession(studio, '2026-03-04T09:00')
    await fileOf()
    const file = (id: string) => join(dirname(studio.file), 'calendars', `${id}.ics`)
    const { ana, ben } = studio.people
    const ownFeed = {
      trainerId: ana,
      trainerName: 'Ana Ruiz',
      file: file(ana),
      writtenAt: '2026-03-02T08:00',
    }
    const feeds = () => valueOf(studio.call('calendar.feeds', {}))
    expect(feeds()).toEqual([
      ownFeed,
      { trainerId: ben, trainerName: 'Ben Okafor', file: file(ben), writtenAt: null },
    ])
    const show = (trainerId: string) => outcomeOf(studio.command('calendar.show', { trainerId }))
    expect(show(ana)).toBe('ok')
    expect(refusalOf(studio.command('calendar.show', { trainerId: ben })).message).toContain('Ben')
    studio.signIn('trainer')
    expect(feeds()).toEqual([ownFeed])
    expect(show(ben)).toBe('trainer_not_found')
  })
})

describe('what is written', () => {
  const entry = {
    id: 'a',
    start: '2026-03-04T08:00:00.000Z' as Instant,
    end: '2026-03-04T09:00:00.000Z' as Instant,
    status: 'confirmed' as const,
    sequence: 0,
    changedAt: '2026-03-02T07:00:00.000Z' as Instant,
  }

  it.each([
    'Plain',
    'Comma, semicolon; backslash \\ and "quotes"',
    'Two\nlines',
    `${'Rückenschule für Fortgeschrittene und Wiedereinsteigerinnen 🏋️ '.repeat(4)}Ende`,
    'BEGIN:VEVENT\r\nEND:VCALENDAR',
  ])('is read back as it was: %s', (summary) => {
    const text = writeCalendar({ name: summary, entries: [{ ...entry, summary }] })
    expect(readCalendar(text).map((event) => event.summary)).toEqual([
      summary.replaceAll('\r\n', '\n'),
    ])
    for (const line of text.split('\r\n')) {
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
      expect(line).not.toMatch(/[\r\n]/)
    }
  })

  it('takes little of the time in which the desk waits', () => {
    const entries = Array.from({ length: 2_000 }, (_, index) => ({
      ...entry,
      id: `entry-${index}`,
      start: instantFrom(Date.parse(entry.start) + index * 3_600_000),
      summary: 'Personal training',
    }))
    const times = Array.from({ length: 5 }, () => {
      const startedAt = performance.now()
      writeCalendar({ name: 'Ana Ruiz', entries })
      return performance.now() - startedAt
    })
    expect(Math.min(...times)).toBeLessThan(40)
  })
})
