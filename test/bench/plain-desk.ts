import { hash } from 'node:crypto'
import Sqlite from 'better-sqlite3'
import { v7 } from 'uuid'
import type { BenchPeople } from './bench-people.ts'

/** A booking with everything known beforehand. */
export interface PlainBooking {
  readonly trainerId: string
  readonly clientId: string
  readonly startTime: string
  readonly endTime: string
  /** Wall time, `2026-03-02T09:00`. */
  readonly localStart: string
  readonly now: string
}

/**
 * What a booking costs when it is written by hand: the same rows, bytes and hashes through the same
 * tables, indexes, triggers and pragmas, with prepared statements and nothing else. It checks
 * nothing, looks nothing up but the end of the log, and knows that a new subject's first event is
 * number 1. Texts are built in canonical order by writing the keys down in that order.
 */
export class PlainDesk {
  readonly database: Sqlite.Database
  readonly #people: BenchPeople
  readonly #begin: Sqlite.Statement
  readonly #commit: Sqlite.Statement
  readonly #head: Sqlite.Statement
  readonly #insertEvent: Sqlite.Statement
  readonly #insertAppointment: Sqlite.Statement
  readonly #cancelAppointment: Sqlite.Statement
  readonly #markClientSeen: Sqlite.Statement
  readonly #insertResult: Sqlite.Statement

  constructor(database: Sqlite.Database, people: BenchPeople) {
    this.database = database
    this.#people = people
    const prepare = (text: string) => database.prepare(text)
    this.#begin = prepare('BEGIN IMMEDIATE')
    this.#commit = prepare('COMMIT')
    this.#head = prepare('SELECT seq, hash, created_at FROM event_log_head')
    this.#insertEvent = prepare(
      'INSERT INTO event_log VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    )
    this.#insertAppointment = prepare(
      `INSERT INTO appointments (id, trainer_id, service_id, start_time, end_time, time_zone,
         local_start, client_id, status, note, price_minor, currency, late_window_minutes,
         late_fee_bp, payment_status, created_at, created_by)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'booked', NULL, ?, 'EUR', 1440, 5000, 'unpaid', ?, ?)`,
    )
    this.#cancelAppointment = prepare(
      `UPDATE appointments SET status = 'cancelled', cancelled_at = ?, cancelled_by = 'client',
         cancellation_reason = 'client_request', cancelled_late = 0, cancellation_fee_minor = 0
       WHERE id = ?`,
    )
    this.#markClientSeen = prepare('UPDATE clients SET last_seen_at = ? WHERE id = ?')
    this.#insertResult = prepare('INSERT INTO command_results VALUES (?, ?, ?, ?, ?, ?)')
  }

  /** One event in a transaction of its own, waiting for the disk. */
  append(now: string): void {
    this.#begin.run()
    const clientId = v7()
    this.logEvent('client.registered', 'client', clientId, 1, { clientId }, now, null)
    this.#commit.run()
  }

  /** A whole booking in a transaction of its own, waiting for the disk. */
  book(booking: PlainBooking): void {
    const commandId = v7()
    this.#begin.run()
    const appointmentId = this.writeBooking(booking, commandId)
    const input = {
      allowClientOverlap: false,
      allowOutsideHours: false,
      client: { clientId: booking.clientId, kind: 'existing' },
      serviceId: this.#people.serviceId,
      start: booking.localStart,
      trainerId: booking.trainerId,
    }
    const request = JSON.stringify(['appointments.create', this.#people.managerId, input])
    const undo = { appointmentId, by: 'studio', reason: 'booked_by_mistake', refund: false }
    const result = {
      appointmentId,
      date: booking.localStart.slice(0, 10),
      undo: { command: 'appointments.cancel', input: undo },
    }
    this.#insertResult.run(
      commandId,
      'appointments.create',
      hash('sha256', request, 'buffer'),
      this.#people.managerId,
      JSON.stringify(result),
      booking.now,
    )
    this.#commit.run()
  }

  /** The rows of a booking and its event, in the open transaction. Answers the appointment's id. */
  writeBooking(booking: PlainBooking, commandId: string | null): string {
    const { trainerId, clientId, startTime, endTime, localStart, now } = booking
    const { serviceId, managerId, priceMinor, timeZone } = this.#people
    const id = v7()
    this.#insertAppointment.run(
      id,
      trainerId,
      serviceId,
      startTime,
      endTime,
      timeZone,
      localStart,
      clientId,
      priceMinor,
      now,
      managerId,
    )
    this.#markClientSeen.run(now, clientId)
    const data = {
      appointmentId: id,
      clientId,
      currency: 'EUR',
      endTime,
      localStart,
      priceMinor,
      serviceId,
      startTime,
      trainerId,
    }
    this.logEvent('appointment.created', 'appointment', id, 1, data, now, commandId)
    return id
  }

  /** Cancels a booking that was just written, in the open transaction. */
  writeCancellation(appointmentId: string, booking: PlainBooking): void {
    const { trainerId, startTime, endTime, localStart, now } = booking
    this.#cancelAppointment.run(now, appointmentId)
    const data = {
      appointmentId,
      by: 'client',
      endTime,
      feeMinor: 0,
      late: false,
      localStart,
      reason: 'client_request',
      refundRequired: false,
      serviceId: this.#people.serviceId,
      startTime,
      trainerId,
    }
    this.logEvent('appointment.cancelled', 'appointment', appointmentId, 2, data, now, null)
  }

  /** The next link of the chain, in the open transaction. `data` has its keys in canonical order. */
  logEvent(
    type: string,
    subjectType: string,
    subjectId: string,
    subjectSeq: number,
    data: object,
    now: string,
    commandId: string | null,
  ): void {
    const head = this.#head.get() as { seq: number; hash: Buffer; created_at: string }
    const { tenantId, deviceId, managerId } = this.#people
    const eventData = JSON.stringify(data)
    const metadata = JSON.stringify({
      causationId: null,
      commandId,
      correlationId: v7(),
      deviceId,
      tenantId,
      timestamp: now,
      userId: managerId,
      version: '1.0',
    })
    const seq = head.seq + 1
    const id = v7()
    const createdAt = now > head.created_at ? now : head.created_at
    const salt = crypto.getRandomValues(Buffer.allocUnsafe(16))
    const dataHash = hash('sha256', Buffer.concat([salt, Buffer.from(eventData)]), 'buffer')
    const link = `[${seq},"${id}","${type}","${createdAt}","${subjectType}","${subjectId}",${subjectSeq},${metadata},"${dataHash.toString('hex')}"]`
    this.#insertEvent.run(
      seq,
      id,
      type,
      eventData,
      metadata,
      createdAt,
      subjectType,
      subjectId,
      subjectSeq,
      salt,
      dataHash,
      head.hash,
      hash('sha256', Buffer.concat([head.hash, Buffer.from(link)]), 'buffer'),
    )
  }
}

/** Opens a file by hand with the pragmas that FitFlow opens it with. */
export function openPlainly(file: string): Sqlite.Database {
  const database = new Sqlite(file)
  database.pragma('journal_mode = WAL')
  database.pragma('foreign_keys = ON')
  database.pragma('recursive_triggers = ON')
  database.pragma('busy_timeout = 5000')
  database.pragma('trusted_schema = OFF')
  // better-sqlite3 lowers a fresh WAL file to NORMAL at its first write: write, then set.
  database.pragma(`user_version = ${Number(database.pragma('user_version', { simple: true }))}`)
  database.pragma('synchronous = FULL')
  return database
}
