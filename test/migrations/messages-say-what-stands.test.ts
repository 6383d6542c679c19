import { describe, expect, it } from 'vitest'
import { migrate } from '../../main/db/migrate.ts'
import type { StudioDatabase } from '../../main/db/studio-database.ts'
import { readToldOffers } from '../../main/features/notifications/told-offers.ts'
import { readTold } from '../../main/features/notifications/told-sessions.ts'
import { openTempDatabase } from '../support/open-temp-database.ts'
import { migrations } from '../support/studio-template.ts'

const nine = { startTime: '2026-03-04T08:00:00.000Z', endTime: '2026-03-04T09:00:00.000Z' }
const ten = { startTime: '2026-03-04T09:00:00.000Z', endTime: '2026-03-04T10:00:00.000Z' }
const who = { trainerId: 't', serviceId: 's' }

/** Fills a row's columns that must not be empty with what passes their checks. */
function insert(database: StudioDatabase, table: string, row: Record<string, unknown>): void {
  const columns = database.prepare(`PRAGMA table_info(${table})`).all() as {
    name: string
    type: string
    notnull: 0 | 1
    dflt_value: string | null
  }[]
  const needed = columns.filter((column) => column.notnull === 1 && column.dflt_value === null)
  const empty = { TEXT: 'x', INTEGER: 0, BLOB: Buffer.alloc(32) } as Record<string, unknown>
  const whole: Record<string, unknown> = {
    ...Object.fromEntries(needed.map(({ name, type }) => [name, empty[type]])),
    ...row,
  }
  const names = Object.keys(whole)
  database
    .prepare(
      `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
    )
    .run(...Object.values(whole))
}

/** A studio from before, with one session and what is said of it. */
function fromBefore(
  session: { startTime: string; endTime: string },
  messages: readonly {
    client: string
    kind: string
    status: string
    /** Null: its event is archived. */
    data: object | null
  }[],
): StudioDatabase {
  const before = migrations.findIndex(({ name }) => name.startsWith('0029'))
  const database = openTempDatabase()
  migrate(database, migrations.slice(0, before))
  database.exec('PRAGMA foreign_keys = OFF')
  const triggers = database
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'event_log'`)
    .pluck()
    .all() as string[]
  for (const trigger of triggers) database.exec(`DROP TRIGGER ${trigger}`)
  insert(database, 'appointments', {
    id: 'a',
    trainer_id: 't',
    service_id: 's',
    client_id: 'c',
    start_time: session.startTime,
    end_time: session.endTime,
    local_start: '2026-03-04T09:00',
    status: 'booked',
  })
  for (const [index, { client, kind, status, data }] of messages.entries()) {
    const event = `e${index}`
    if (data !== null) {
      insert(database, 'event_log', {
        seq: index + 1,
        id: event,
        event_data: JSON.stringify({ ...who, ...data }),
        metadata: '{}',
        created_at: '2026-03-02T07:00:00.000Z',
        subject_seq: index + 1,
        data_salt: Buffer.alloc(16),
      })
    }
    const isSent = status === 'sent'
    insert(database, 'outbox', {
      id: `m${index}`,
      event_id: event,
      kind,
      recipient_type: client === 't' ? 'trainer' : 'client',
      recipient_id: client,
      appointment_id: 'a',
      status,
      skip_reason: status === 'skipped' ? 'no_address' : null,
      message_id: isSent ? 'id' : null,
      sent_at: isSent ? 'x' : null,
      created_at: '2026-03-02T07:00:00.000Z',
    })
  }
  database.exec(migrations[before]!.sql)
  return database
}

const toldTo = (database: StudioDatabase, recipient: string) =>
  readTold(database, {
    recipient_type: 'client',
    recipient_id: recipient,
    appointment_id: 'a',
  })

describe('0029, what everybody knows', () => {
  it.each([
    {
      what: 'who was sent a confirmation knows it, under the id they have in their calendar',
      messages: [{ kind: 'confirmation', status: 'sent', data: nine }],
      told: { known: nine, isTold: true, uid: 'a' },
    },
    {
      what: 'the last one that was sent counts',
      messages: [
        { kind: 'confirmation', status: 'sent', data: nine },
        { kind: 'change', status: 'sent', data: { ...ten, previousStartTime: nine.startTime } },
        { kind: 'cancellation', status: 'queued', data: ten },
      ],
      told: { known: ten, isTold: true, uid: 'a' },
    },
    {
      what: 'whoever was told of a cancellation knows of none',
      messages: [
        { kind: 'confirmation', status: 'sent', data: nine },
        { kind: 'cancellation', status: 'sent', data: nine },
      ],
      told: { known: null, isTold: true, uid: 'a' },
    },
    {
      what: 'whoever waits for their first message knows nothing yet',
      messages: [{ kind: 'confirmation', status: 'queued', data: nine }],
      told: { known: null, isTold: false, uid: 'a.c' },
    },
    {
      what: 'or, waiting for a change, how it was',
      messages: [
        {
          kind: 'change',
          status: 'failed',
          data: {
            ...ten,
            previousStartTime: nine.startTime,
            previousEndTime: nine.endTime,
            previousTrainerId: 't',
          },
        },
      ],
      told: { known: nine, isTold: false, uid: 'a.c' },
    },
    {
      what: 'where the event is archived, the book says it',
      messages: [{ kind: 'confirmation', status: 'sent', data: null }],
      told: { known: ten, isTold: true, uid: 'a' },
    },
  ])('$what', ({ messages, told }) => {
    const database = fromBefore(
      ten,
      messages.map((message) => ({ client: 'c', ...message })),
    )
    const known = told.known && { ...told.known, ...who, roomId: null }
    expect(toldTo(database, 'c')).toMatchObject({ ...told, known, tried: [], sequence: 0 })
    database.close()
  })

  it('keeps every message, and what was set aside for trainers set aside', () => {
    const database = fromBefore(ten, [
      { client: 't', kind: 'confirmation', status: 'skipped', data: nine },
      { client: 'c', kind: 'confirmation', status: 'queued', data: nine },
      { client: 'd', kind: 'waitlist_offer', status: 'queued', data: nine },
    ])
    const rows = database
      .prepare('SELECT id, status, acted_at, session_start FROM outbox ORDER BY position')
      .all()
    const acted_at = '2026-03-02T07:00:00.000Z'
    expect(rows).toEqual([
      { id: 'm0', status: 'skipped', acted_at, session_start: null },
      { id: 'm1', status: 'queued', acted_at, session_start: null },
      { id: 'm2', status: 'queued', acted_at, session_start: nine.startTime },
    ])
    expect(toldTo(database, 't')).toBeUndefined()
    expect(toldTo(database, 'd')).toBeUndefined()
    database.close()
  })
})

describe('0059, what who waits was told of a seat', () => {
  const sent = { status: 'sent', sent_at: 'x', message_id: 'id' }

  it.each([
    {
      rule: 'who was sent an offer knows the class as it stands, by the start they were told',
      messages: [{ kind: 'waitlist_offer', session_start: ten.startTime, ...sent }],
      told: ['waitlist_offer 10:00 to 11:30'],
    },
    {
      rule: 'what became of it counts',
      messages: [
        { kind: 'waitlist_offer', session_start: ten.startTime, ...sent },
        { kind: 'change', session_start: nine.startTime, ...sent },
      ],
      told: ['change 09:00 to 10:30'],
    },
    {
      rule: 'what may have arrived counts',
      messages: [{ kind: 'waitlist_offer', session_start: nine.startTime, message_id: 'id' }],
      told: ['waitlist_offer 09:00 to 10:30'],
    },
    {
      rule: 'what has not left counts for nothing',
      messages: [{ kind: 'waitlist_offer', session_start: nine.startTime }],
      told: [],
    },
    {
      rule: 'a seat of their own is no offer',
      messages: [
        { kind: 'waitlist_offer', session_start: nine.startTime, ...sent },
        { kind: 'confirmation', ...sent },
        { kind: 'reminder', session_start: nine.startTime, event_id: null, ...sent },
      ],
      told: [],
    },
  ])('$rule', ({ messages, told }) => {
    const before = migrations.findIndex(({ name }) => name.startsWith('0059'))
    const database = openTempDatabase()
    migrate(database, migrations.slice(0, before))
    database.exec('PRAGMA foreign_keys = OFF')
    const times = {
      start_time: nine.startTime,
      end_time: '2026-03-04T09:30:00.000Z',
      status: 'booked',
    }
    const room = { room_id: 'r', trainer_id: 't', service_id: 's', capacity: 2 }
    insert(database, 'appointments', {
      id: 'a',
      ...times,
      ...room,
      local_start: '2026-03-04T09:00',
    })
    for (const [index, message] of messages.entries()) {
      insert(database, 'outbox', {
        id: `m${index}`,
        event_id: `e${index}`,
        recipient_type: 'client',
        recipient_id: 'c',
        appointment_id: 'a',
        acted_at: nine.startTime,
        created_at: nine.startTime,
        ...message,
      })
    }
    database.exec(migrations[before]!.sql)
    const known = readToldOffers(database, { recipient_id: 'c', appointment_id: 'a' })
    const local = (at: string) =>
      `${String(Number(at.slice(11, 13)) + 1).padStart(2, '0')}${at.slice(13, 16)}`
    expect(
      known.map(({ kind, slot }) => `${kind} ${local(slot.startTime)} to ${local(slot.endTime)}`),
    ).toEqual(told)
    for (const { slot } of known) {
      expect(slot).toMatchObject({ trainerId: 't', serviceId: 's', roomId: 'r' })
      expect(slot.endTime).toMatch(/:00\.000Z$/)
    }
  })
})
