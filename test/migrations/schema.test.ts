import { describe, expect, it } from 'vitest'
import { migrate } from '../../main/db/migrate.ts'
import type { StudioDatabase } from '../../main/db/studio-database.ts'
import { openTempDatabase } from '../support/open-temp-database.ts'
import { migrations } from '../support/studio-template.ts'

/** A file as it is after the first `count` migrations. */
function migratedTo(count: number): StudioDatabase {
  const database = openTempDatabase()
  migrate(database, migrations.slice(0, count))
  return database
}

function namesOf(database: StudioDatabase, type: 'table' | 'index' | 'trigger'): string[] {
  return database
    .prepare(
      `SELECT name FROM sqlite_schema WHERE type = ? AND name NOT LIKE 'sqlite_%'
       AND name NOT LIKE 'client_search_%' ORDER BY name`,
    )
    .pluck()
    .all(type) as string[]
}

function planOf(database: StudioDatabase, query: string): string {
  const rows = database.prepare(`EXPLAIN QUERY PLAN ${query}`).all() as { detail: string }[]
  return rows.map(({ detail }) => detail).join('\n')
}

const core = {
  tables: [
    'command_results',
    'dead_letters',
    'event_delivery',
    'event_log',
    'event_log_head',
    'event_subscriptions',
    'processed_events',
    'pruned_subjects',
    'schema_migrations',
  ],
  indices: [
    'command_results_created_at',
    'dead_letters_open',
    'event_delivery_due',
    'event_delivery_subject',
    'event_log_correlation',
    'event_log_created_at',
    'event_log_tenant',
    'event_log_type',
  ],
}

describe('0001, the event core', () => {
  it('has the log, its head and the state of every subscription', () => {
    const database = migratedTo(1)
    expect(namesOf(database, 'table')).toEqual(core.tables)
    expect(namesOf(database, 'index')).toEqual(core.indices)
    database.close()
  })

  it('starts with an empty chain: no event, and 32 zero bytes to follow', () => {
    const database = migratedTo(1)
    expect(database.prepare('SELECT seq, hash, pruned_through FROM event_log_head').all()).toEqual([
      { seq: 0, hash: Buffer.alloc(32), pruned_through: 0 },
    ])
    database.close()
  })

  it.each([
    {
      what: 'the events of one studio',
      query: `SELECT * FROM event_log WHERE metadata ->> '$.tenantId' = 'x'`,
      index: 'event_log_tenant',
    },
    {
      what: 'everything one request caused',
      query: `SELECT * FROM event_log WHERE metadata ->> '$.correlationId' = 'x'`,
      index: 'event_log_correlation',
    },
    {
      what: 'the last event of a subject',
      query: `SELECT max(subject_seq) FROM event_log WHERE subject_type = 'a' AND subject_id = 'b'`,
      index: 'sqlite_autoindex_event_log_2',
    },
    {
      what: 'the retries that are due',
      query: `SELECT seq FROM event_delivery WHERE state = 'retry' AND next_attempt_at <= 'x'`,
      index: 'event_delivery_due',
    },
    {
      what: 'what holds a subject back',
      query: `SELECT seq FROM event_delivery
              WHERE subscription_id = 'a' AND subject_key = 'b' AND seq < 9 ORDER BY seq LIMIT 1`,
      index: 'event_delivery_subject',
    },
  ])('finds $what by an index', ({ query, index }) => {
    const database = migratedTo(1)
    const plan = planOf(database, query)
    expect(plan).toContain(index)
    expect(plan).not.toMatch(/^SCAN/m)
    database.close()
  })
})

describe('0002, the front desk', () => {
  it('adds the studio, its people, the book and the money', () => {
    const database = migratedTo(2)
    expect(namesOf(database, 'table').filter((name) => !core.tables.includes(name))).toEqual([
      'analytics_counters',
      'appointments',
      'client_search',
      'clients',
      'earnings',
      'outbox',
      'payments',
      'receipt_numbers',
      'refunds',
      'services',
      'staff',
      'studio',
      'trainer_calendar',
      'trainers',
      'working_hours',
    ])
    expect(namesOf(database, 'index').filter((name) => !core.indices.includes(name))).toEqual([
      'appointments_client',
      'appointments_start',
      'appointments_trainer',
      'clients_last_seen',
      'earnings_once_per_payment',
      'earnings_once_per_refund',
      'earnings_trainer',
      'payments_appointment',
      'refunds_payment',
      'trainer_calendar_trainer',
    ])
    database.close()
  })

  it('guards the book and the money by triggers', () => {
    const database = migratedTo(2)
    expect(namesOf(database, 'trigger')).toEqual(
      expect.arrayContaining([
        'appointments_trainer_busy_insert',
        'appointments_trainer_busy_update',
        'earnings_are_immutable',
        'earnings_are_kept',
        'payments_are_immutable',
        'payments_are_kept',
        'refunds_are_immutable',
        'refunds_are_kept',
        'refunds_within_payment',
      ]),
    )
    database.close()
  })

  /** The seek as it stands in the trigger itself, so that the test cannot drift from it. */
  function seekOf(database: StudioDatabase, trigger: string): string {
    const text = database
      .prepare('SELECT sql FROM sqlite_schema WHERE name = ?')
      .pluck()
      .get(trigger) as string
    const seek = /\((SELECT end_time FROM[\s\S]*?LIMIT 1)\)/.exec(text)?.[1]
    if (!seek) throw new Error(`No seek in ${trigger}.`)
    return seek.replaceAll(/NEW\.\w+/g, "'x'")
  }

  it.each(['appointments_trainer_busy_insert', 'appointments_trainer_busy_update'])(
    'seeks one row by an index in %s, however long the book is',
    (trigger) => {
      const database = migratedTo(2)
      const plan = planOf(database, seekOf(database, trigger))
      expect(plan).toMatch(/SEARCH appointments USING (COVERING )?INDEX appointments_trainer/)
      expect(plan).toContain('start_time<?')
      expect(plan).not.toMatch(/SCAN|TEMP B-TREE/)
      database.close()
    },
  )

  it.each([
    {
      what: 'a day of the book',
      query: `SELECT a.id FROM appointments a JOIN clients c ON c.id = a.client_id
              JOIN services s ON s.id = a.service_id
              WHERE a.start_time < 'b' AND a.start_time >= 'a' AND a.end_time > 'a'
                AND a.status <> 'cancelled' ORDER BY a.start_time`,
      index: 'appointments_start',
    },
    {
      what: 'a client’s other sessions',
      query: `SELECT * FROM appointments WHERE client_id = 'a' AND status <> 'cancelled'
              AND start_time < 'b' AND end_time > 'a' ORDER BY start_time`,
      index: 'appointments_client',
    },
    {
      what: 'the clients seen last',
      query: 'SELECT id FROM clients ORDER BY last_seen_at DESC LIMIT 12',
      index: 'clients_last_seen',
    },
    {
      what: 'the payments of an appointment',
      query: `SELECT * FROM payments WHERE appointment_id = 'a'`,
      index: 'payments_appointment',
    },
    {
      what: 'the refunds of a payment',
      query: `SELECT * FROM refunds WHERE payment_id = 'a'`,
      index: 'refunds_payment',
    },
  ])('finds $what by an index, without sorting', ({ query, index }) => {
    const database = migratedTo(2)
    const plan = planOf(database, query)
    expect(plan).toContain(index)
    expect(plan).not.toContain('TEMP B-TREE')
    database.close()
  })
})

describe('0003, the messages', () => {
  /** A studio from before, with one appointment, its two messages and its calendar entry. */
  function fromBefore(): StudioDatabase {
    const database = migratedTo(2)
    database.exec('PRAGMA foreign_keys = OFF')
    database.exec(`
      INSERT INTO outbox
        (id, event_id, kind, recipient_type, recipient_id, appointment_id, status, created_at)
      VALUES ('m2', 'e', 'confirmation', 'trainer', 't', 'a', 'queued', '2026-03-02T07:00:00.000Z'),
             ('m1', 'e', 'confirmation', 'client', 'c', 'a', 'queued', '2026-03-02T07:00:00.000Z');
      INSERT INTO trainer_calendar VALUES
        ('a', 't', '2026-03-04T08:00:00.000Z', '2026-03-04T09:00:00.000Z', 'confirmed', 0);
    `)
    database.exec(migrations[2]!.sql)
    return database
  }

  it('keeps what was queued, in its order, and sets aside what trainers cannot get', () => {
    const database = fromBefore()
    const rows = database
      .prepare('SELECT position, id, status, skip_reason, attempts FROM outbox ORDER BY position')
      .all()
    expect(rows).toEqual([
      { position: 1, id: 'm2', status: 'skipped', skip_reason: 'no_address', attempts: 0 },
      { position: 2, id: 'm1', status: 'queued', skip_reason: null, attempts: 0 },
    ])
    database.close()
  })

  it('knows which calendar files are to be written, by triggers', () => {
    const database = fromBefore()
    const files = () =>
      database.prepare('SELECT trainer_id, changes, written FROM calendar_files').all()
    expect(files()).toEqual([{ trainer_id: 't', changes: 1, written: 0 }])
    database.exec(`UPDATE trainer_calendar SET trainer_id = 'u'`)
    expect(files()).toEqual([
      { trainer_id: 't', changes: 2, written: 0 },
      { trainer_id: 'u', changes: 1, written: 0 },
    ])
    database.exec('DELETE FROM trainer_calendar')
    expect(files()).toEqual([
      { trainer_id: 't', changes: 2, written: 0 },
      { trainer_id: 'u', changes: 2, written: 0 },
    ])
    database.close()
  })

  it.each([
    { what: 'a skipped one without a reason', set: `status = 'skipped'` },
    { what: 'a sent one without a time', set: `status = 'sent', message_id = 'x'` },
    { what: 'a sent one without a Message-ID', set: `status = 'sent', sent_at = 'x'` },
    { what: 'an unknown state', set: `status = 'lost'` },
  ])('refuses $what', ({ set }) => {
    const database = fromBefore()
    expect(() => database.exec(`UPDATE outbox SET ${set} WHERE id = 'm1'`)).toThrow(/CHECK/)
    database.close()
  })

  it.each([
    {
      what: 'the next message',
      query: `SELECT * FROM outbox o WHERE recipient_type = 'client' AND status = 'queued'
                AND (next_attempt_at IS NULL OR next_attempt_at <= 'x' OR next_attempt_at > 'y')
                AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.status IN ('queued', 'sending')
                  AND e.appointment_id = o.appointment_id AND e.recipient_id = o.recipient_id
                  AND e.position < o.position)
              ORDER BY position LIMIT 1`,
      indices: ['outbox_clients', 'outbox_open'],
    },
    {
      what: 'a page of one state',
      query: `SELECT * FROM outbox WHERE recipient_type = 'client' AND status = 'sent'
                AND position < 9 ORDER BY position DESC LIMIT 50`,
      indices: ['outbox_clients'],
    },
  ])('finds $what by an index, without sorting', ({ query, indices }) => {
    const database = migratedTo(3)
    const plan = planOf(database, query)
    for (const index of indices) expect(plan).toContain(index)
    expect(plan).not.toMatch(/SCAN|TEMP B-TREE/)
    database.close()
  })
})

describe('0016, reminders', () => {
  it('keeps what was queued, and lets a reminder be about a start and nothing else about none', () => {
    const before = migrations.findIndex(({ name }) => name.startsWith('0016'))
    const database = migratedTo(before)
    database.exec('PRAGMA foreign_keys = OFF')
    const queued = `'client', 'c', 'a', 'queued', '2026-03-02T07:00:00.000Z'`
    database.exec(`
      INSERT INTO outbox
        (position, id, event_id, kind, recipient_type, recipient_id, appointment_id, status, created_at)
      VALUES (7, 'm', 'e', 'confirmation', ${queued})`)
    database.exec(migrations[before]!.sql)
    expect(database.prepare('SELECT position, id, event_id FROM outbox').all()).toEqual([
      { position: 7, id: 'm', event_id: 'e' },
    ])
    const remind = (id: string, event: string, start: string) => () =>
      database.exec(`
        INSERT INTO outbox (id, event_id, kind, session_start, recipient_type, recipient_id,
          appointment_id, status, created_at)
        VALUES ('${id}', ${event}, 'reminder', ${start}, ${queued})`)
    expect(remind('r0', 'NULL', 'NULL')).toThrow('CHECK')
    expect(remind('r0', `'e'`, `'2026-03-03T07:00:00.000Z'`)).toThrow('CHECK')
    expect(remind('r1', 'NULL', `'2026-03-03T07:00:00.000Z'`)).not.toThrow()
    expect(remind('r2', 'NULL', `'2026-03-03T07:00:00.000Z'`)).toThrow('UNIQUE')
    expect(remind('r3', 'NULL', `'2026-03-04T07:00:00.000Z'`)).not.toThrow()
    database.close()
  })
})
