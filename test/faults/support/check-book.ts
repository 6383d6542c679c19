import type Sqlite from 'better-sqlite3'
import { differences } from './differences.ts'
import { whoIs, type FoldedLog } from './fold-log.ts'

interface AppointmentRow {
  readonly id: string
  readonly trainer_id: string
  readonly room_id: string | null
  readonly client_id: string | null
  readonly start_time: string
  readonly end_time: string
  readonly status: string
  readonly capacity: number | null
}

interface SeatRow {
  readonly id: string
  readonly appointment_id: string
  readonly client_id: string
  readonly status: string
}

/** The book says what the log says; nobody and no room is in two sessions, and no seat is sold twice. */
export function checkBook(connection: Sqlite.Database, folded: FoldedLog): string[] {
  const problems: string[] = []
  const rows = connection.prepare('SELECT * FROM appointments').all() as AppointmentRow[]
  const seats = connection
    .prepare('SELECT id, appointment_id, client_id, status FROM seats')
    .all() as SeatRow[]
  for (const row of rows) {
    const said = folded.appointments.get(row.id)
    if (!said) {
      problems.push(`appointment ${row.id} has no event`)
      continue
    }
    const client = row.client_id === null ? 'null' : whoIs(folded, row.client_id)
    const is = `${row.trainer_id} ${client} ${row.start_time} ${row.end_time} ${row.room_id} ${row.capacity}`
    const should = `${said.trainer} ${whoIs(folded, said.client)} ${said.start} ${said.end} ${said.room} ${said.capacity}`
    if (is !== should) problems.push(`appointment ${row.id} is ${is}, the log says ${should}`)
    problems.push(...compareStatus('appointment', row, said.status))
  }
  const ids = new Set(rows.map(({ id }) => id))
  for (const id of folded.appointments.keys()) {
    if (!ids.has(id)) problems.push(`the log's appointment ${id} is not there`)
  }
  const seatLine = (id: string, appointment: string, client: string) =>
    `${id} in ${appointment} of ${whoIs(folded, client)}`
  problems.push(
    ...differences(
      'seat',
      new Set(seats.map((seat) => seatLine(seat.id, seat.appointment_id, seat.client_id))),
      new Set([...folded.seats].map(([id, seat]) => seatLine(id, seat.appointment, seat.client))),
    ),
  )
  for (const seat of seats) {
    const said = folded.seats.get(seat.id)
    if (said) problems.push(...compareStatus('seat', seat, said.status))
  }
  const clients = connection.prepare('SELECT id FROM clients').pluck().all() as string[]
  problems.push(...differences('client', new Set(clients), folded.clients))
  const active = rows.filter(({ status }) => status !== 'cancelled')
  problems.push(
    ...findOverlaps('trainer', active, ({ trainer_id }) => trainer_id),
    ...findOverlaps('room', active, ({ room_id }) => room_id),
    ...checkSeats(rows, seats),
  )
  return problems.slice(0, 8)
}

function compareStatus(what: string, row: { id: string; status: string }, said: string): string[] {
  if (said.split(' or ').includes(row.status)) return []
  return [`${what} ${row.id} is ${row.status}, the log says ${said}`]
}

/** Sorted by whose it is and by start, an overlap is always between neighbours. */
function findOverlaps(
  what: string,
  active: readonly AppointmentRow[],
  whose: (row: AppointmentRow) => string | null,
): string[] {
  const sorted = active
    .filter((row) => whose(row) !== null)
    .toSorted((a, b) => (`${whose(a)} ${a.start_time}` < `${whose(b)} ${b.start_time}` ? -1 : 1))
  return sorted.flatMap((row, index) => {
    const before = sorted[index - 1]
    const isSame = before !== undefined && whose(before) === whose(row)
    if (!isSame || before.end_time <= row.start_time) return []
    return [`${what} ${whose(row)} is booked twice at ${row.start_time}`]
  })
}

function checkSeats(rows: readonly AppointmentRow[], seats: readonly SeatRow[]): string[] {
  const sessions = new Map(rows.map((row) => [row.id, row]))
  const taken = new Map<string, string[]>()
  for (const seat of seats) {
    if (seat.status === 'cancelled') continue
    const clients = taken.get(seat.appointment_id) ?? []
    taken.set(seat.appointment_id, [...clients, seat.client_id])
  }
  return [...taken].flatMap(([id, clients]) => {
    const session = sessions.get(id)
    const problems: string[] = []
    if (clients.length > (session?.capacity ?? 0)) {
      problems.push(`session ${id} has ${clients.length} seats of ${String(session?.capacity)}`)
    }
    if (new Set(clients).size < clients.length) problems.push(`a client sits twice in ${id}`)
    if (session?.status === 'cancelled') problems.push(`cancelled session ${id} has seats`)
    return problems
  })
}
