import { differences } from '../support/differences.ts'
import type { Lookup } from './rule.ts'
import { endOf, isActive, type StudioModel } from './studio-model.ts'

/** Where the studio's file and the model say different things. Every line is a row in words. */
export function compareWithModel(model: StudioModel, file: Lookup): string[] {
  const lines = (query: string) => file.all<{ line: string }>(query).map(({ line }) => line)
  const compare = (what: string, query: string, should: readonly string[]) =>
    differences(`${what} (file against model)`, new Set(lines(query)), new Set(should))
  const at = (moment: number) => new Date(moment).toISOString()
  const sessions = [...model.sessions.values()]
  const all = model.attendances
  return [
    ...compare(
      'session',
      `SELECT id || ' ' || trainer_id || ' ' || coalesce(room_id, '-') || ' ' || start_time || ' '
         || end_time || ' ' || (status <> 'cancelled') || ' ' || coalesce(capacity, '-') || ' ' || local_start AS line
       FROM appointments`,
      sessions.map((session) => {
        const { id, trainerId, roomId, start, end, capacity } = session
        const active = isActive(session) ? 1 : 0
        return `${id} ${trainerId} ${roomId ?? '-'} ${at(start)} ${at(end)} ${active} ${capacity ?? '-'} ${session.agreed ?? model.clock.localOf(start)}`
      }),
    ),
    ...compare(
      'part in a session',
      attendanceLines,
      all.map(({ key, clientId, status, movedLate, excused, credit }) =>
        [
          `${key} of ${clientId}: ${status}, ${movedLate ? 1 : 0} ${excused ?? '-'}`,
          credit ? `${credit.state} ${credit.lot}` : '-',
        ].join(' '),
      ),
    ),
    ...compare(
      'who stands in line',
      `SELECT appointment_id || ' ' || group_concat(id || ' ' || client_id || ' ' || status, ', '
         ORDER BY created_at, id) AS line FROM waitlist GROUP BY appointment_id`,
      sessions
        .filter(({ line }) => line.length > 0)
        .map(({ id, line }) => {
          const places = line.map((one) => `${one.id} ${one.clientId} ${one.state}`)
          return `${id} ${places.join(', ')}`
        }),
    ),
    ...compare(
      'credits',
      `SELECT client_package_id || ' ' || expires_on || ' ' || sum(delta) AS line
       FROM credit_entries GROUP BY client_package_id, expires_on HAVING sum(delta) <> 0`,
      [...model.packages].flatMap(([id, { lots }]) =>
        [...lots].filter(([, left]) => left !== 0).map(([lot, left]) => `${id} ${lot} ${left}`),
      ),
    ),
    ...compare(
      'membership',
      `SELECT id || ' ' || client_id || ' ' || starts_on || ' ' || ends_on AS line FROM memberships`,
      [...model.memberships].map(
        ([id, membership]) =>
          `${id} ${membership.clientId} ${membership.startsOn} ${endOf(membership)}`,
      ),
    ),
    ...compare(
      'rest',
      `SELECT id || ' of ' || membership_id || ' ' || from_on || ' ' || until_on AS line
       FROM membership_pauses`,
      [...model.memberships].flatMap(([id, { pauses }]) =>
        [...pauses].map(([pause, { from, until }]) => `${pause} of ${id} ${from} ${until}`),
      ),
    ),
    ...compare(
      'balance',
      `SELECT client_id || ' ' || sum(amount_minor) AS line FROM account_entries
       GROUP BY client_id HAVING sum(amount_minor) <> 0`,
      [...model.clients.values()]
        .filter(({ balance }) => balance !== 0)
        .map(({ id, balance }) => `${id} ${balance}`),
    ),
    ...compare(
      'tender',
      `SELECT p.id || ' ' || p.method || ' ' || p.amount_minor || ' ' || coalesce(
         (SELECT sum(amount_minor) FROM refunds WHERE payment_id = p.id), 0) || ' '
         || EXISTS (SELECT 1 FROM sale_voids v WHERE v.sale_id = p.sale_id) AS line FROM payments p`,
      model.sales.flatMap(({ tenders, voided }) =>
        tenders.map(
          ({ id, method, amount, refunded }) =>
            `${id} ${method} ${amount} ${refunded} ${voided ? 1 : 0}`,
        ),
      ),
    ),
    ...compare(
      'drawer',
      `SELECT id || ' ' || (closed_at IS NULL) || ' ' || (float_minor + coalesce(
         (SELECT sum(amount_minor) FROM drawer_movements WHERE drawer_session_id = d.id), 0))
         AS line FROM drawer_sessions d`,
      model.drawers.map(({ id, isOpen, expected }) => `${id} ${isOpen ? 1 : 0} ${expected}`),
    ),
    ...compare(
      'fee',
      `SELECT id || ' ' || client_id || ' ' || amount_minor || ' ' || state AS line FROM fees`,
      [...model.fees.values()].map(
        ({ id, clientId, amount, state }) => `${id} ${clientId} ${amount} ${state}`,
      ),
    ),
  ].slice(0, 8)
}

const latestCredit = (where: string) => `coalesce((
  SELECT kind || ' ' || expires_on FROM credit_entries WHERE ${where} ORDER BY rowid DESC LIMIT 1), '-')`

const line = (credit: string) =>
  `id || ' of ' || client_id || ': ' || status || ', ' || moved_late || ' '
   || coalesce(excused, '-') || ' ' || ${latestCredit(credit)} AS line`

const attendanceLines = `
  SELECT ${line('appointment_id = a.id AND seat_id IS NULL')} FROM appointments a
  WHERE client_id IS NOT NULL
  UNION ALL SELECT ${line('seat_id = s.id')} FROM seats s`
