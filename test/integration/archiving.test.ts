import { readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { archiveFolder } from '../../main/events/log-archive.ts'
import { pruneLog } from '../../main/events/prune-log.ts'
import { verifyLog } from '../../main/events/verify-log.ts'
import { trainerCalendar } from '../../main/features/trainer-calendar/index.ts'
import { bookSession } from '../support/book-session.ts'
import { publishClient } from '../support/handled-events.ts'
import { MailServer } from '../support/mail-server.ts'
import { bookReachable, plainSettings, sendLater } from '../support/mail-studio.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { refusalOf, valueOf } from '../support/read-result.ts'

let studio: TestStudio

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('desk')
  for (const hour of ['09', '10', '11', '12']) bookSession(studio, `2026-03-03T${hour}:00`)
  studio.deliver()
})

const prune = (through: number) => pruneLog(studio.app.work, studio.app.bus, through)
const verify = () => verifyLog(studio.app.database)
const kept = () => studio.rows<{ seq: number }>('SELECT seq FROM event_log ORDER BY seq')
const archives = () => readdirSync(archiveFolder(studio.file)).toSorted()

describe('moving old events into an archive', () => {
  it('takes them out of the file and leaves a log that verifies as one', async () => {
    const before = verify()
    expect(await prune(8)).toBe(8)
    expect(kept()[0]?.seq).toBe(9)
    expect(archives()).toEqual(['events-1-8.jsonl.gz'])
    expect(verify()).toMatchObject({ valid: true, events: (before.valid ? before.events : 0) + 1 })
  })

  it('finds every archive again, also when the event that tells of it was archived itself', async () => {
    await prune(5)
    for (const hour of ['13', '14', '15']) bookSession(studio, `2026-03-03T${hour}:00`)
    studio.deliver()
    await prune(kept().at(-2)!.seq)
    bookSession(studio, '2026-03-03T16:00')
    studio.deliver()
    await prune(kept().at(-2)!.seq)
    expect(archives().length).toBe(3)
    expect(verify().valid).toBe(true)
  })

  it('never moves the newest event, nor what a handler still has to deal with', async () => {
    const { seq: head } = kept().at(-1)!
    expect(await prune(1_000_000)).toBe(head - 1)
    const waiting = publishClient(studio)
    expect(await prune(1_000_000)).toBeLessThan(waiting)
  })

  it('takes nothing from a message that waits for e-mail to be set up', async () => {
    const server = await MailServer.start()
    bookReachable(studio, '2026-03-04T09:00')
    const { seq: head } = kept().at(-1)!
    expect(await prune(1_000_000)).toBe(head - 1)
    studio.signIn('manager')
    valueOf(studio.command('messages.saveSettings', plainSettings(server.port)))
    await sendLater(studio, 3)
    expect(server.taken.map(({ headers }) => headers['subject'])).toEqual([
      'Booked: Personal training, Wednesday 4 March 2026, 09:00',
    ])
    expect(server.taken[0]!.calendar).toContain('DTSTART:20260304T080000Z')
  })

  it('leaves what tells that somebody was just told, and needs no reminder', async () => {
    studio.signIn('manager')
    const { date, policy } = valueOf(studio.call('policy.current', {}))
    const input = { effectiveFrom: date, policy: { ...policy, reminderHours: 24 } }
    valueOf(studio.command('policy.save', input))
    studio.at('2026-03-03T12:00')
    bookReachable(studio, '2026-03-04T09:00')
    const [booked] = studio.events('appointment.created').slice(-1)
    // It is neither the newest nor still to be handled: nothing but the reminder may ask for it.
    publishClient(studio)
    studio.deliver()
    studio.at('2026-03-03T20:00')
    expect(await prune(1_000_000)).toBeLessThan(booked!.seq)
    await studio.app.reminders.look()
    expect(studio.rows(`SELECT * FROM outbox WHERE kind = 'reminder'`)).toEqual([])
    // A day later nobody asks for it any more.
    studio.at('2026-03-04T20:00')
    expect(await prune(1_000_000)).toBeGreaterThanOrEqual(booked!.seq)
  })

  it('leaves what failed in a handler, until it is dealt with', async () => {
    studio.app.bus.on(
      'client.*',
      () => {
        throw new Error('out of order')
      },
      { name: 'broken', tier: 'after_commit', maxAttempts: 1 },
    )
    const failed = publishClient(studio)
    publishClient(studio)
    studio.deliver()
    expect(await prune(1_000_000)).toBe(failed - 1)
  })

  it('goes on counting a subject where its archived events stopped', async () => {
    const { id } = studio.rows<{ id: string }>(
      'SELECT id FROM appointments ORDER BY id LIMIT 1',
    )[0]!
    studio.deliver()
    await prune(1_000_000)
    studio.agree('appointments.cancel', {
      appointmentId: id,
      by: 'client',
      reason: 'client_ill',
      refund: false,
    })
    expect(
      studio.rows(`SELECT subject_seq FROM event_log WHERE event_type = 'appointment.cancelled'`),
    ).toEqual([{ subject_seq: 2 }])
    expect(verify().valid).toBe(true)
  })

  it('rebuilds a read model through the archives', async () => {
    const before = studio.rows('SELECT * FROM trainer_calendar ORDER BY appointment_id')
    await prune(1_000_000)
    studio.app.database.exec('DELETE FROM trainer_calendar')
    await studio.app.monitor.jobs.rebuild(trainerCalendar)
    expect(studio.rows('SELECT * FROM trainer_calendar ORDER BY appointment_id')).toEqual(before)
  })

  it('names an archive that is missing, and one of which a byte was changed', async () => {
    await prune(8)
    const file = join(archiveFolder(studio.file), 'events-1-8.jsonl.gz')
    renameSync(file, `${file}.away`)
    expect(verify()).toMatchObject({ valid: false, problem: expect.stringContaining('missing') })
    const bytes = readFileSync(`${file}.away`)
    bytes[bytes.length - 20]! ^= 1
    writeFileSync(file, bytes)
    expect(verify()).toMatchObject({ valid: false, problem: expect.stringContaining('changed') })
    renameSync(`${file}.away`, file)
    expect(verify().valid).toBe(true)
  })

  it('goes on where the last archive ended', async () => {
    await prune(4)
    await prune(6)
    expect(kept()[0]?.seq).toBe(7)
    expect(archives()).toEqual(['events-1-4.jsonl.gz', 'events-5-6.jsonl.gz'])
    expect(verify().valid).toBe(true)
  })

  it('is a walk of its own for the manager, and says why when the disk refuses it', async () => {
    studio.signIn('manager')
    writeFileSync(archiveFolder(studio.file), 'a file where the folder should be')
    studio.at('2026-03-05T08:00')
    const archive = () => studio.command('events.prune', { before: '2026-03-04' })
    const ended = async () => {
      while (studio.app.monitor.jobs.job?.state === 'running') {
        await new Promise((resolve) => setImmediate(resolve))
      }
      return studio.app.monitor.jobs.job
    }
    valueOf(archive())
    expect(refusalOf(archive()).code).toBe('job_running')
    expect(await ended()).toMatchObject({ kind: 'archive', state: 'failed' })
    rmSync(archiveFolder(studio.file))
    valueOf(archive())
    expect(await ended()).toMatchObject({ state: 'done', outcome: { kind: 'archived' } })
    expect(verify().valid).toBe(true)
  })
})
