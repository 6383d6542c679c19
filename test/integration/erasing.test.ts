import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { verifyLog } from '../../main/events/verify-log.ts'
import type { InputOf, WayBack } from '../../shared/contract.ts'
import type { Contracts } from '../../shared/contracts.ts'
import { newId } from '../../shared/ids.ts'
import { bookSession, payCash } from '../support/book-session.ts'
import { addGroupService, scheduleGroup } from '../support/group-session.ts'
import { findTraces } from '../support/find-traces.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, valueOf } from '../support/read-result.ts'

/** Words that stand nowhere else in the world; each trace is looked for in every file. */
const person = {
  name: 'Quirinius Xanthopoulos',
  phone: '+49 170 7305918',
  email: 'quirinius.xanth@featherstone.example',
}
const before = {
  name: 'Quirinius Vorname',
  phone: '0999 8887776',
  email: 'alt@zwiebelfisch.example',
}
const traces = [
  'quirinius',
  'xanthopoulos',
  '7305918',
  '1707305918',
  'featherstone',
  'vorname',
  '8887776',
  'zwiebelfisch',
  'bandscheibe',
  'schlüsselbein',
  'nachname-notiz',
  'kniescheibe',
]

let studio: TestStudio
beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('manager')
})

const tracesIn = (folder: string) => findTraces(folder, traces)

/** A year with the studio: registered, renamed, booked, moved, paid, cancelled, written to. */
function aLife(): { clientId: string; receipt: string } {
  const clientId = valueOf(
    studio.command('clients.register', {
      ...before,
      messagesConsent: true,
      notes: 'Nachname-Notiz',
    }),
  ).clientId
  valueOf(
    studio.command('clients.update', {
      clientId,
      ...person,
      messagesConsent: true,
      notes: 'Kniescheibe',
    }),
  )
  const client = { kind: 'existing', clientId } as const
  const paid = bookSession(studio, '2026-03-02T09:00', { client, note: 'Bandscheibenvorfall' })
  const receipt = payCash(studio, paid).receiptNumber
  const cancelled = bookSession(studio, '2026-03-05T09:00', { client, note: 'Bandscheibe' })
  valueOf(
    studio.agree('appointments.cancel', {
      appointmentId: cancelled,
      by: 'studio',
      reason: 'other',
      note: 'Schlüsselbeinbruch',
      refund: false,
    }),
  )
  studio.deliver()
  studio.app.database
    .prepare(`UPDATE outbox SET last_error = '550 <quirinius.xanth@featherstone.example> unknown'`)
    .run()
  studio.at('2026-03-03T12:00')
  return { clientId, receipt }
}

const erase = (clientId: string, confirmation = person.name) =>
  studio.command('clients.erase', { clientId, confirmation })

describe('erasing a client', () => {
  it('leaves no trace in any file, nor in a copy made afterwards; receipts, totals and the log stand', async () => {
    const { clientId, receipt } = aLife()
    const folder = dirname(studio.file)
    writeFileSync(`${studio.file}.before-0009_something`, `copy with ${person.name}`)
    mkdirSync(join(folder, 'calendars'), { recursive: true })
    await studio.app.calendars.writeStale()
    expect(tracesIn(folder).length).toBeGreaterThan(8)
    const totals = () =>
      studio.rows('SELECT count(*) AS n, sum(price_minor) AS sum FROM appointments')
    const before = totals()

    valueOf(erase(clientId))
    studio.deliver()
    await studio.app.calendars.writeStale()
    expect(tracesIn(folder)).toEqual([])
    studio.app.database.copyTo(join(folder, 'copy.db'))
    expect(tracesIn(folder)).toEqual([])
    expect(readdirSync(folder).filter((name) => name.includes('before-'))).toEqual([])

    expect(valueOf(studio.call('payments.receipt', { receiptNumber: receipt }))).toMatchObject({
      clientName: 'Erased client',
      receiptNumber: receipt,
    })
    expect(totals()).toEqual(before)
    expect(verifyLog(studio.app.database)).toMatchObject({ valid: true })
    expect(studio.events('client.erased').map(({ data }) => data)).toEqual([{ clientId }])
    studio.reopen()
    expect(tracesIn(folder)).toEqual([])
  })

  it('also forgets what they were called before, where a receipt knows it', () => {
    const { clientId: friendId } = valueOf(studio.command('clients.register', { name: 'Otto' }))
    const update = (id: string, name: string, notes?: string) =>
      valueOf(studio.command('clients.update', { clientId: id, name, notes }))
    const pay = (clientId: string, start: string) =>
      payCash(studio, bookSession(studio, start, { client: { kind: 'existing', clientId } }))
    const register = (name: string) =>
      valueOf(studio.command('clients.register', { name })).clientId
    const clientId = register('Wilhelmina Quirinius')
    pay(clientId, '2026-03-02T09:00')
    update(clientId, 'Wilhelmina Xanthippe')
    pay(clientId, '2026-03-02T11:00')
    const other = register('Mina Zwiebelfisch')
    pay(other, '2026-03-02T13:00')
    update(other, 'Mina')
    const fields = { name: 'keep', phone: 'keep', email: 'keep' } as const
    valueOf(studio.command('clients.merge', { keepId: clientId, mergeId: other, fields }))
    update(clientId, 'Wilhelmina Newname')
    update(
      friendId,
      'Otto',
      'Friend of Wilhelmina Quirinius, who is also Xanthippe, Wilhelmina, or Mina Zwiebelfisch',
    )
    studio.at('2026-03-03T12:00')
    valueOf(erase(clientId, 'Wilhelmina Newname'))
    expect(valueOf(studio.call('clients.get', { clientId: friendId })).notes).toBe(
      'Friend of …, who is also …, or …',
    )
    expect(studio.rows('SELECT DISTINCT client_name FROM receipts')).toEqual([
      { client_name: 'Erased client' },
    ])
    expect(studio.dump()).not.toMatch(/quirinius|xanthippe|zwiebelfisch|wilhelmina/i)
  })

  it('also forgets entries that were merged into theirs', () => {
    const { clientId } = aLife()
    const other = valueOf(
      studio.command('clients.register', {
        name: 'Quirinius Zwiebelfisch',
        email: 'kniescheibe@zwiebelfisch.example',
      }),
    ).clientId
    const fields = { name: 'keep', phone: 'keep', email: 'keep' } as const
    valueOf(studio.command('clients.merge', { keepId: clientId, mergeId: other, fields }))
    valueOf(erase(other))
    expect(tracesIn(dirname(studio.file))).toEqual([])
  })

  it('is finished after the next start when FitFlow ended in between', async () => {
    const { clientId } = aLife()
    valueOf(erase(clientId))
    studio.app.database.prepare('UPDATE erasures SET cleaned_at = NULL').run()
    writeFileSync(`${studio.file}.before-0009_something`, person.name)
    studio.reopen()
    await studio.app.tidyUp()
    expect(tracesIn(dirname(studio.file))).toEqual([])
    expect(studio.rows('SELECT 1 FROM erasures WHERE cleaned_at IS NULL')).toEqual([])
  })

  it('is never found, booked, changed or erased again', () => {
    const { clientId } = aLife()
    valueOf(erase(clientId))
    expect(valueOf(studio.call('clients.search', { text: 'erased' }))).toEqual([])
    expect(valueOf(studio.call('clients.search', { text: '' }))).toEqual([])
    expect(valueOf(studio.call('clients.get', { clientId }))).toMatchObject({
      name: 'Erased client',
      isErased: true,
    })
    const booking = {
      trainerId: studio.people.ana,
      serviceId: studio.people.training,
      start: '2026-03-06T09:00',
      client: { kind: 'existing', clientId },
    } as const
    expect(outcomeOf(studio.command('appointments.create', booking))).toBe('client_not_found')
    expect(outcomeOf(studio.command('clients.update', { clientId, name: 'Back' }))).toBe(
      'client_erased',
    )
    expect(outcomeOf(erase(clientId, 'Erased client'))).toBe('client_erased')
  })

  it('leaves what was done with others as it can be undone, without what mentions them', () => {
    const { clientId } = valueOf(studio.command('clients.register', person))
    const cancel = (start: string, note: string) => {
      const appointmentId = bookSession(studio, start)
      const how = { by: 'studio', reason: 'other', refund: false, note } as const
      return valueOf(studio.agree('appointments.cancel', { appointmentId, ...how })).undo
    }
    const undone = cancel('2026-03-05T09:00', 'Has a cold')
    const mentioned = cancel('2026-03-05T11:00', `Came with ${person.name}`)
    // Undoing it keeps the note, for whoever undoes that.
    const { undo: again } = valueOf(studio.undo(mentioned)) as { undo: WayBack }
    valueOf(erase(clientId))
    expect(tracesIn(dirname(studio.file))).toEqual([])
    valueOf(studio.undo(undone))
    valueOf(studio.undo(again))
    expect(
      studio.rows(`SELECT cancellation_note FROM appointments WHERE status = 'cancelled'`),
    ).toEqual([{ cancellation_note: 'Came with …' }])
  })

  it('leaves what was done with the others of a class, and with the class, as it can be undone', () => {
    const { clientId } = valueOf(studio.command('clients.register', person))
    const serviceId = addGroupService(studio)
    const id = scheduleGroup(studio, '2026-03-05T09:00', { serviceId })
    const trainerId = studio.people.ana
    const seat = (client: InputOf<Contracts['groups.addSeat']>['client']) =>
      valueOf(studio.command('groups.addSeat', { appointmentId: id, client })).seatId
    const theirs = seat({ kind: 'existing', clientId })
    const other = seat({ kind: 'new', client: { name: 'Bea Baum' } })
    const cancel = (seatId: string, note: string) => {
      const how = { by: 'studio', reason: 'other', refund: false, note } as const
      return valueOf(studio.agree('appointments.cancel', { appointmentId: id, seatId, ...how }))
    }
    const moved = { appointmentId: id, trainerId, start: '2026-03-06T09:00' } as const
    const { undo: backInTime } = valueOf(studio.agree('appointments.reschedule', moved))
    cancel(theirs, 'Bandscheibe')
    const { undo: cancelledAgain } = valueOf(studio.undo(cancel(other, 'Has a cold').undo)) as {
      undo: WayBack
    }
    valueOf(erase(clientId))
    expect(tracesIn(dirname(studio.file))).toEqual([])
    valueOf(studio.undo(backInTime))
    valueOf(studio.undo(cancelledAgain))
    expect(studio.rows('SELECT start_time AS start FROM appointments')).toEqual([
      { start: '2026-03-05T08:00:00.000Z' },
    ])
    expect(studio.rows('SELECT cancellation_note AS note FROM seats ORDER BY note')).toEqual([
      { note: null },
      { note: 'Has a cold' },
    ])
  })

  it('says so where what was done with them is to be undone', () => {
    const { clientId } = valueOf(studio.command('clients.register', person))
    const client = { kind: 'existing', clientId } as const
    const appointmentId = bookSession(studio, '2026-03-02T09:00', { client })
    studio.at('2026-03-02T12:00')
    const marked = valueOf(studio.agree('appointments.noShow', { appointmentId, refund: false }))
    const { undo } = valueOf(studio.undo(marked.undo)) as { undo: WayBack }
    valueOf(erase(clientId))
    expect(outcomeOf(studio.undo(undo))).toBe('client_erased')
  })

  it('sent twice is refused, and a remembered request proves no name', () => {
    const commandId = newId()
    const clientId = valueOf(studio.command('clients.register', person, commandId)).clientId
    valueOf(erase(clientId))
    expect(outcomeOf(studio.command('clients.register', person, commandId))).toBe(
      'command_id_reused',
    )
  })

  it.each([
    ['another name', 'Quirinius', 'name_not_confirmed'],
    ['nothing', '', 'name_not_confirmed'],
    ['a part of the name', 'Quirinius Xanthopoulo', 'name_not_confirmed'],
    ['the name and a space', 'Quirinius Xanthopoulos ', 'ok'],
  ])('wants the name typed: %s is %s', (_, confirmation, outcome) => {
    const { clientId } = aLife()
    expect(outcomeOf(erase(clientId, confirmation))).toBe(outcome)
  })

  it('is for managers', () => {
    const { clientId } = aLife()
    studio.signIn('desk')
    expect(outcomeOf(erase(clientId))).toBe('not_allowed')
  })
})

describe('what must be settled before', () => {
  const add = (table: string, row: Record<string, unknown>) =>
    studio.app.database
      .prepare(
        `INSERT INTO ${table} (${Object.keys(row).join(', ')}) VALUES (${Object.keys(row)
          .map(() => '?')
          .join(', ')})`,
      )
      .run(...Object.values(row))
  const at = '2026-01-01T00:00:00.000Z'

  it.each([
    [
      'a session that has not ended',
      'upcoming_sessions',
      (id: string) => {
        bookSession(studio, '2026-03-03T11:30', { client: { kind: 'existing', clientId: id } })
      },
    ],
    [
      'a fee that is pending',
      'open_fees',
      (id: string) => {
        const appointment_id = bookSession(studio, '2026-03-02T11:00', {
          client: { kind: 'existing', clientId: id },
        })
        add('fees', {
          id: newId(),
          client_id: id,
          appointment_id,
          kind: 'no_show',
          amount_minor: 1,
          currency: 'EUR',
          state: 'pending',
          due_at: at,
          created_at: at,
        })
      },
    ],
    [
      'one cent on the account',
      'balance',
      (id: string) => {
        add('account_entries', {
          id: newId(),
          client_id: id,
          kind: 'top_up',
          amount_minor: 1,
          currency: 'EUR',
          created_at: at,
          created_by: studio.people.staff.desk.id,
        })
      },
    ],
  ])('%s: %s', (_, code, arrange) => {
    studio.signIn('manager')
    const clientId = valueOf(studio.command('clients.register', person)).clientId
    studio.at('2026-03-02T08:00')
    arrange(clientId)
    studio.at('2026-03-03T12:00')
    const { obstacles } = valueOf(studio.call('clients.erasurePreview', { clientId }))
    expect(obstacles.map((each) => each.code)).toEqual([code])
    expect(outcomeOf(erase(clientId))).toBe('client_not_settled')
    expect(valueOf(studio.call('clients.get', { clientId })).name).toBe(person.name)
  })
})

describe('exporting a client', () => {
  it('holds everything, also of merged entries, and the log knows that it was done', async () => {
    const { clientId } = aLife()
    const file = join(dirname(studio.file), 'export.json')
    studio.choose = file
    valueOf(studio.command('clients.export', { clientId, format: 'json' }))
    await expect.poll(() => valueOf(studio.call('clients.exportState', {}))?.state).toBe('saved')
    const data = readFileSync(file, 'utf8')
    for (const word of [
      person.name,
      person.phone,
      person.email,
      'Kniescheibe',
      'Bandscheibenvorfall',
      'Schlüsselbeinbruch',
      'Personal training',
      'Ana Ruiz',
    ])
      expect(data).toContain(word)
    expect(data).not.toContain('pin_hash')
    expect(studio.events('client.exported').map(({ data }) => data)).toEqual([
      { clientId, format: 'json' },
    ])
    studio.choose = null
    valueOf(studio.command('clients.export', { clientId, format: 'html' }))
    await expect
      .poll(() => valueOf(studio.call('clients.exportState', {}))?.state)
      .toBe('dismissed')
    // Neither where nobody chose a place nor where none could be written.
    studio.choose = join(dirname(studio.file), 'missing', 'export.json')
    valueOf(studio.command('clients.export', { clientId, format: 'json' }))
    await expect.poll(() => valueOf(studio.call('clients.exportState', {}))?.state).toBe('failed')
    expect(studio.events('client.exported')).toHaveLength(1)
  })
})
