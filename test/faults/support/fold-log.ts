import type { LoggedRow } from './read-log.ts'

interface FoldedAppointment {
  trainer: string
  start: string
  end: string
  cancelled: boolean
  client: string
}

/** What the log alone says there must be in the tables. */
export interface FoldedLog {
  readonly clients: Set<string>
  readonly appointments: Map<string, FoldedAppointment>
  readonly payments: Map<string, { appointment: string; amount: number; receipt: string }>
  readonly refunds: Map<string, { payment: string; amount: number; receipt: string }>
  /** Signed amounts. */
  readonly earnings: Map<string, { amount: number; by: string }>
}

type Data = Readonly<Record<string, string | number>>

/** Reads the log as a book, with arithmetic of its own. */
export function foldLog(rows: readonly LoggedRow[]): FoldedLog {
  const folded: FoldedLog = {
    clients: new Set(),
    appointments: new Map(),
    payments: new Map(),
    refunds: new Map(),
    earnings: new Map(),
  }
  for (const row of rows) {
    if (row.event_data !== null) add(folded, row.event_type, JSON.parse(row.event_data) as Data)
  }
  return folded
}

function add(folded: FoldedLog, type: string, data: Data): void {
  const text = (key: string) => String(data[key])
  const slot = () => ({
    trainer: text('trainerId'),
    start: text('startTime'),
    end: text('endTime'),
  })
  switch (type) {
    case 'client.registered':
      folded.clients.add(text('clientId'))
      return
    case 'appointment.created':
      folded.appointments.set(text('appointmentId'), {
        ...slot(),
        cancelled: false,
        // A group session has none.
        client: String(data['clientId'] ?? null),
      })
      return
    case 'appointment.rescheduled':
    case 'appointment.reinstated':
    case 'appointment.cancelled': {
      const appointment = folded.appointments.get(text('appointmentId'))
      if (!appointment) throw new Error(`${type} of an appointment that was never created`)
      Object.assign(appointment, slot(), { cancelled: type === 'appointment.cancelled' })
      return
    }
    case 'payment.completed':
      folded.payments.set(text('paymentId'), {
        appointment: text('appointmentId'),
        amount: Number(data['amount']),
        receipt: text('receiptNumber'),
      })
      return
    case 'payment.refunded':
      folded.refunds.set(text('refundId'), {
        payment: text('paymentId'),
        amount: Number(data['amount']),
        receipt: text('receiptNumber'),
      })
      return
    case 'earning.recorded':
    case 'earning.adjusted':
      folded.earnings.set(text('earningId'), {
        amount: Number(data['amount']),
        by: text('appointmentId'),
      })
      return
    default:
  }
}
