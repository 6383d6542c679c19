import { createHash } from 'node:crypto'
import type Sqlite from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { onItsOwn } from '../../main/db/unit-of-work.ts'
import { eraseEvents } from '../../main/events/erase-events.ts'
import { verifyLog } from '../../main/events/verify-log.ts'
import { bookSession, payCash } from '../support/book-session.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { verdictOf, verifyTampered } from '../support/tamper.ts'

/** A morning at the desk: more than a dozen events. */
function busyStudio(): TestStudio {
  const studio = openTestStudio()
  studio.signIn('desk')
  payCash(studio, bookSession(studio, '2026-03-02T09:00'))
  bookSession(studio, '2026-03-02T10:00')
  return studio
}

const swap = (a: number, b: number) => `
  UPDATE event_log SET seq = -1, subject_id = 'aside' WHERE seq = ${a};
  UPDATE event_log SET seq = ${a} WHERE seq = ${b};
  UPDATE event_log SET seq = ${b},
    subject_id = (SELECT subject_id FROM event_log WHERE seq = -1) WHERE seq = -1;`

/** Changes one letter in the middle of a text column of event 7. */
function changeByte(column: string) {
  return (copy: Sqlite.Database) => {
    const text = copy.prepare(`SELECT ${column} FROM event_log WHERE seq = 7`).pluck().get()
    const changed = String(text).replace(/[0-9](?=[^0-9]*$)/, (digit) =>
      digit === '1' ? '2' : '1',
    )
    expect(changed).not.toBe(text)
    copy.prepare(`UPDATE event_log SET ${column} = ? WHERE seq = 7`).run(changed)
  }
}

describe('walking the log', () => {
  it('finds it as it was written, from the set-up on and after a restart', () => {
    const studio = busyStudio()
    const written = verifyLog(studio.app.database)
    expect(written).toMatchObject({ valid: true, events: studio.events().length })
    studio.reopen()
    expect(verifyLog(studio.app.database)).toEqual(written)
  })

  it('tells how far it is', () => {
    const studio = busyStudio()
    const told: number[][] = []
    verifyLog(studio.app.database, {
      onProgress: (walked, total) => told.push([walked, total]),
    })
    const count = studio.events().length
    expect(told).toEqual([[count, count]])
  })

  it('finds a head that calls events archived which are not, so that they could be deleted', () => {
    const studio = busyStudio()
    const verdict = verifyTampered(studio, (copy) =>
      copy.exec('UPDATE event_log_head SET pruned_through = 3'),
    )
    const problem = 'the head says that 3 events are archived, but 0 are'
    expect(verdictOf(verdict)).toEqual({ seq: studio.events().length, problem })
  })

  it('finds an untouched copy as it was written', () => {
    expect(verdictOf(verifyTampered(busyStudio(), () => {}))).toBe('valid')
  })

  it.each([
    { what: 'data', change: changeByte('event_data'), problem: 'its data was changed' },
    {
      what: 'metadata',
      change: changeByte('metadata'),
      problem: 'its hash does not fit what it says',
    },
    { what: 'id', change: changeByte('id'), problem: 'its hash does not fit what it says' },
    {
      what: 'subject',
      change: changeByte('subject_id'),
      problem: 'its hash does not fit what it says',
    },
  ])('names the event of which one letter of its $what was changed', ({ change, problem }) => {
    expect(verdictOf(verifyTampered(busyStudio(), change))).toEqual({ seq: 7, problem })
  })

  it.each([
    {
      what: 'the metadata is the same JSON in another spelling',
      sql: `UPDATE event_log SET metadata = replace(metadata, ':', ': ') WHERE seq = 7`,
      seq: 7,
      problem: 'its metadata was changed',
    },
    {
      what: 'the metadata is no JSON any more',
      sql: `DROP INDEX event_log_tenant; DROP INDEX event_log_correlation;
            UPDATE event_log SET metadata = '{' WHERE seq = 7`,
      seq: 7,
      problem: 'its metadata is not JSON',
    },
    {
      what: 'its time was moved on by a millisecond',
      sql: `UPDATE event_log SET created_at = '2026-03-02T07:00:00.001Z' WHERE seq = 7`,
      seq: 7,
      problem: 'its hash does not fit what it says',
    },
    {
      what: 'its time was moved before the event before it',
      sql: `UPDATE event_log SET created_at = '2026-03-02T06:59:59.999Z' WHERE seq = 7`,
      seq: 7,
      problem: 'it is older than the event before it',
    },
    {
      what: 'its salt was changed',
      sql: `UPDATE event_log SET data_salt = zeroblob(16) WHERE seq = 7`,
      seq: 7,
      problem: 'its data was changed',
    },
    {
      what: 'its type was changed',
      sql: `UPDATE event_log SET event_type = 'staff.locked' WHERE seq = 7`,
      seq: 7,
      problem: 'its hash does not fit what it says',
    },
    {
      what: 'its hash was made to fit nothing',
      sql: `UPDATE event_log SET hash = zeroblob(32) WHERE seq = 7`,
      seq: 7,
      problem: 'its hash does not fit what it says',
    },
    {
      what: 'a row in the middle was deleted',
      sql: `DELETE FROM event_log WHERE seq = 7`,
      seq: 7,
      problem: 'it is missing',
    },
    {
      what: 'the first row was deleted',
      sql: `DELETE FROM event_log WHERE seq = 1`,
      seq: 1,
      problem: 'it is missing',
    },
    {
      what: 'the whole log was called archived and deleted',
      sql: `UPDATE event_log_head SET pruned_through = seq; DELETE FROM event_log`,
      seq: 1,
      problem: expect.stringMatching(/the log ends at event 0/) as string,
    },
    {
      what: 'its beginning was called archived and deleted',
      sql: `UPDATE event_log_head SET pruned_through = 5; DELETE FROM event_log WHERE seq <= 5`,
      seq: 1,
      problem: 'it is missing',
    },
    {
      what: 'two rows changed places',
      sql: swap(7, 8),
      seq: 7,
      problem: 'it does not follow the event before it',
    },
    {
      what: 'a row was put before the first',
      sql: `INSERT INTO event_log SELECT 0, 'x', event_type, event_data, metadata, created_at, 'x', 'x',
              1, data_salt, data_hash, prev_hash, hash FROM event_log WHERE seq = 7`,
      seq: 0,
      problem: 'it stands before the first event',
    },
  ])('names event $seq when $what', ({ sql, seq, problem }) => {
    const verdict = verdictOf(verifyTampered(busyStudio(), (copy) => copy.exec(sql)))
    expect(verdict).toEqual({ seq, problem })
  })

  it.each([
    {
      what: 'the end of the log was cut off',
      sql: `DELETE FROM event_log WHERE seq > (SELECT seq - 2 FROM event_log_head)`,
      offset: -1,
      problem: /^the log ends at event \d+, but its head says \d+$/,
    },
    {
      what: 'the head was moved back',
      sql: `UPDATE event_log_head SET seq = seq - 2`,
      offset: -1,
      problem: /^the log ends at event \d+, but its head says \d+$/,
    },
    {
      what: 'the head’s hash was changed',
      sql: `UPDATE event_log_head SET hash = zeroblob(32)`,
      offset: 0,
      problem: /^the head’s hash is not the last event’s hash$/,
    },
    {
      what: 'the head’s time was changed',
      sql: `UPDATE event_log_head SET created_at = '9999-01-01T00:00:00.000Z'`,
      offset: 0,
      problem: /^the head’s time is not the last event’s time$/,
    },
    {
      what: 'there is no head',
      sql: `DELETE FROM event_log_head`,
      offset: 0,
      problem: /^the log has no head$/,
    },
  ])('names the place when $what', ({ sql, offset, problem }) => {
    const studio = busyStudio()
    const last = studio.events().at(-1)!.seq
    expect(verdictOf(verifyTampered(studio, (copy) => copy.exec(sql)))).toEqual({
      seq: last + offset,
      problem: expect.stringMatching(problem) as string,
    })
  })

  it('finds a log whole from which a person was erased: the hash of the data stays', () => {
    const { app } = busyStudio()
    const erased = app.work.run(onItsOwn(), (tx) => eraseEvents(tx, app.bus, [7, 8]))
    expect(erased).toBe(2)
    expect(verifyLog(app.database).valid).toBe(true)
    expect(() =>
      app.database.exec(
        `UPDATE event_log SET event_data = '{}', data_salt = zeroblob(16) WHERE seq = 7`,
      ),
    ).toThrow(/never changed/)
  })

  it('names an event that was emptied behind FitFlow’s back, without a logged erasure', () => {
    const empty = 'UPDATE event_log SET event_data = NULL, data_salt = NULL WHERE seq = 7'
    const verdict = verifyTampered(busyStudio(), (copy) => copy.exec(empty))
    expect(verdict).toMatchObject({ valid: false, seq: 7 })
  })
})

describe('the hash of an event', () => {
  interface Row {
    readonly [column: string]: string | number | Buffer
  }

  /** RFC 8785 for what stands in metadata: one level of strings and nulls, keys in order. */
  function flatCanonical(object: Record<string, unknown>): string {
    const entries = Object.keys(object)
      .toSorted()
      .map((key) => `${JSON.stringify(key)}:${JSON.stringify(object[key])}`)
    return `{${entries.join(',')}}`
  }

  const sha256 = (...parts: (Buffer | string)[]) => {
    const hash = createHash('sha256')
    for (const part of parts) hash.update(part)
    return hash.digest('hex')
  }

  it('is what an outside program computes from the written formula', () => {
    const studio = busyStudio()
    studio.deliver()
    const rows = studio.foreign().prepare('SELECT * FROM event_log ORDER BY seq').all() as Row[]
    expect(rows.length).toBeGreaterThan(12)
    let previous = Buffer.alloc(32).toString('hex')
    for (const row of rows) {
      const dataHash = sha256(row['data_salt'] as Buffer, row['event_data'] as string)
      expect(dataHash).toBe((row['data_hash'] as Buffer).toString('hex'))

      const metadata = JSON.parse(String(row['metadata'])) as Record<string, unknown>
      const fields = ['seq', 'id', 'event_type', 'created_at', 'subject_type', 'subject_id']
      const link = [
        ...[...fields, 'subject_seq'].map((column) => JSON.stringify(row[column])),
        flatCanonical(metadata),
        JSON.stringify(dataHash),
      ].join(',')
      const hash = sha256(Buffer.from(previous, 'hex'), `[${link}]`)
      expect((row['prev_hash'] as Buffer).toString('hex')).toBe(previous)
      expect((row['hash'] as Buffer).toString('hex')).toBe(hash)
      previous = hash
    }
    const head = studio.foreign().prepare('SELECT hash FROM event_log_head').pluck().get() as Buffer
    expect(head.toString('hex')).toBe(previous)
  })

  it('has a salt of its own each time, so that small data cannot be guessed', () => {
    const rows = busyStudio().rows<{ data_salt: Buffer }>('SELECT data_salt FROM event_log')
    const salts = rows.map(({ data_salt }) => data_salt.toString('hex'))
    expect(new Set(salts).size).toBe(salts.length)
  })
})
