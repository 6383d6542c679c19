import { z } from 'zod'
import { eventTypes } from '../../../shared/events/index.ts'
import { isEventType } from '../../../shared/events/event.ts'
import { currencySchema, minorSchema } from '../../../shared/money.ts'
import { localDateOf, localDateTimeSchema } from '../../../shared/time.ts'
import type { SqlConnection } from '../../storage/sql-server.ts'
import type { DatabaseWorker, WholeEvent } from '../worker.ts'
import { TermsReader, type StudioTerms } from './read-terms.ts'

/** What a day is asked for: how often, or how much in minor units. */
export const figureNames = [
  'booked',
  'cancelled',
  'no_shows',
  'completed',
  'revenue',
  'refunds',
] as const
type FigureName = (typeof figureNames)[number]

/** What each of them says of a session; `-1` takes back. */
const sessionFigures: Readonly<Record<string, readonly [FigureName, 1 | -1]>> = {
  'appointment.created': ['booked', 1],
  'seat.booked': ['booked', 1],
  cancelled: ['cancelled', 1],
  reinstated: ['cancelled', -1],
  no_show: ['no_shows', 1],
  no_show_taken_back: ['no_shows', -1],
  completed: ['completed', 1],
  completion_taken_back: ['completed', -1],
}

const sessionSchema = z.object({ localStart: localDateTimeSchema, capacity: z.int().optional() })
const moneySchema = z.object({
  paymentId: z.string(),
  amount: minorSchema,
  currency: currencySchema,
  method: z.string().optional(),
})
const refundSchema = moneySchema.extend({ to: z.string().optional() })

/**
 * Counts what a studio's days came to, whichever of its computers it was done at.
 *
 * Sessions count on the day for which they are in the book when it happens; a group's counts by its
 * seats. Money counts on the day it moved: what was paid from a client's account was counted when it
 * was paid in, and money that went back into one has not left the studio. A voided payment is taken
 * from the revenue of the day it is voided, which is its own.
 */
export function analyticsWorker(): DatabaseWorker {
  const terms = new TermsReader()
  return {
    kind: 'database',
    name: 'analytics',
    pattern: 'appointment.* seat.* payment.*',
    maxAttempts: 8,
    backoff: { baseMs: 1_000, capMs: 60_000 },

    async handle(event, connection) {
      if (isTooNew(event)) {
        throw new Error(`${event.type} ${event.version} is newer than this worker; update it.`)
      }
      const held = await terms.at(connection, event)
      if (!held) throw new Error('The log does not say in which time zone the studio is.')
      if (event.type.startsWith('payment.')) await countMoney(event, held, connection)
      else await countSession(event, held, connection)
    },
  }
}

/** A version with another first number may mean something else by the same names. */
function isTooNew({ type, version }: WholeEvent): boolean {
  return isEventType(type) && Number.parseInt(version) > Number.parseInt(eventTypes[type].version)
}

async function countSession(
  event: WholeEvent,
  { currency }: StudioTerms,
  connection: SqlConnection,
): Promise<void> {
  const [kind = '', act = ''] = event.type.split('.')
  const counted = sessionFigures[event.type] ?? sessionFigures[act]
  if (!counted) return
  const { localStart, capacity } = sessionSchema.parse(event.data)
  if (event.type === 'appointment.created' && capacity !== undefined) {
    return setMark(connection, event, event.subject, 'group')
  }
  // Of a group, the seats are counted.
  if (kind === 'appointment' && (await hasMark(connection, event, event.subject, 'group'))) return
  const [figure, change] = counted
  const day = localStart.slice(0, 10)
  await addFigure(connection, { tenantId: event.tenantId, day, currency }, figure, change)
}

async function countMoney(
  event: WholeEvent,
  { timeZone }: StudioTerms,
  connection: SqlConnection,
): Promise<void> {
  const { tenantId } = event
  const day = localDateOf(event.time, timeZone)
  const subjectOf = (paymentId: string) => `payment/${paymentId}`
  switch (event.type) {
    case 'payment.completed': {
      const { paymentId, amount, currency, method } = moneySchema.parse(event.data)
      if (method === 'account') {
        return setMark(connection, event, subjectOf(paymentId), 'from_account')
      }
      return addFigure(connection, { tenantId, day, currency }, 'revenue', amount)
    }
    case 'payment.voided': {
      const { amount, currency, method } = moneySchema.parse(event.data)
      if (method === 'account') return
      return addFigure(connection, { tenantId, day, currency }, 'revenue', 0 - amount)
    }
    case 'payment.refunded': {
      const { paymentId, amount, currency, to } = refundSchema.parse(event.data)
      if (to === 'account') return
      if (await hasMark(connection, event, subjectOf(paymentId), 'from_account')) return
      return addFigure(connection, { tenantId, day, currency }, 'refunds', amount)
    }
    default:
  }
}

async function addFigure(
  connection: SqlConnection,
  place: { readonly tenantId: string; readonly day: string; readonly currency: string },
  figure: FigureName,
  change: number,
): Promise<void> {
  const values = figureNames.map((name) => (name === figure ? change : 0))
  await connection.run(
    `INSERT INTO figures (tenant_id, day, currency, ${figureNames.join(', ')})
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (tenant_id, day, currency)
     DO UPDATE SET ${figure} = figures.${figure} + excluded.${figure}`,
    [place.tenantId, place.day, place.currency, ...values],
  )
}

type Mark = 'group' | 'from_account'

async function setMark(
  connection: SqlConnection,
  { tenantId }: WholeEvent,
  subject: string,
  mark: Mark,
): Promise<void> {
  await connection.run(
    `INSERT INTO figure_marks (tenant_id, subject, mark) VALUES (?, ?, ?)
     ON CONFLICT (tenant_id, subject) DO NOTHING`,
    [tenantId, subject, mark],
  )
}

async function hasMark(
  connection: SqlConnection,
  { tenantId }: WholeEvent,
  subject: string,
  mark: Mark,
): Promise<boolean> {
  const [row] = await connection.all(
    'SELECT 1 AS found FROM figure_marks WHERE tenant_id = ? AND subject = ? AND mark = ?',
    [tenantId, subject, mark],
  )
  return row !== undefined
}
