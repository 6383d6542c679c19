import type { FitFlowEvent } from '../../shared/events/event.ts'
import type { EventData, EventType } from '../../shared/events/index.ts'
import type { Minor } from '../../shared/money.ts'
import { ok, refuse, type Refused, type Result } from '../../shared/result.ts'
import type { Consequence, Shown } from '../../shared/shown.ts'
import type { Tx } from '../db/unit-of-work.ts'
import { readStudio } from './studio/index.ts'

const nothing: Consequence = {
  feeMinor: 0,
  sessionsLost: 0,
  lateMoves: 0,
  backMinor: 0,
  priceMinor: 0,
  paidMinor: 0,
  credits: 0,
  endsOn: null,
  sessionsKept: 0,
  servicesWithoutRoom: 0,
  timesSettled: 0,
}

/**
 * What an act came to, by the facts it has just published: no command can cost anything that is not
 * in its events, so none has to say it a second time.
 */
export function consequenceOf(events: readonly FitFlowEvent[]): Consequence {
  return events.reduce((sum, event) => {
    // The entry of an event's type takes that event's data, which is lost when it is looked up.
    const part = parts[event.type]?.(event.data as never, events) ?? {}
    return {
      feeMinor: sum.feeMinor + (part.feeMinor ?? 0),
      sessionsLost: sum.sessionsLost + (part.sessionsLost ?? 0),
      lateMoves: sum.lateMoves + (part.lateMoves ?? 0),
      backMinor: sum.backMinor + (part.backMinor ?? 0),
      priceMinor: sum.priceMinor + (part.priceMinor ?? 0),
      paidMinor: sum.paidMinor + (part.paidMinor ?? 0),
      credits: sum.credits + (part.credits ?? 0),
      endsOn: part.endsOn ?? sum.endsOn,
      sessionsKept: sum.sessionsKept + (part.sessionsKept ?? 0),
      servicesWithoutRoom: sum.servicesWithoutRoom + (part.servicesWithoutRoom ?? 0),
      timesSettled: sum.timesSettled + (part.timesSettled ?? 0),
    }
  }, nothing)
}

type ReadPart<T extends EventType> = (
  data: EventData<T>,
  events: readonly FitFlowEvent[],
) => Partial<Consequence>

const lostSession = ({ sessionTaken }: { readonly sessionTaken?: true | undefined }) => ({
  sessionsLost: sessionTaken ? 1 : 0,
})
const booked = (data: {
  readonly clientId?: string | undefined
  readonly covered?: true | undefined
  readonly priceMinor: number
}) => ({ priceMinor: data.clientId !== undefined && !data.covered ? data.priceMinor : 0 })
const changedSource = (data: {
  readonly source: { readonly kind: string }
  readonly priceMinor: number
}) => ({ priceMinor: data.source.kind === 'single' ? data.priceMinor : 0 })
const back = ({ amount }: { readonly amount: number }) => ({ backMinor: amount })
const end = ({ endsOn }: { readonly endsOn: string }) => ({ endsOn })
const kept = (data: {
  readonly sessionsKept?: number | undefined
  readonly servicesWithoutRoom?: number | undefined
}) => ({
  sessionsKept: data.sessionsKept ?? 0,
  servicesWithoutRoom: data.servicesWithoutRoom ?? 0,
})

const parts: { readonly [T in EventType]?: ReadPart<T> } = {
  'fee.charged': ({ state, amount }) => ({ feeMinor: state === 'forgiven' ? 0 : amount }),
  'fee.waiver_taken_back': ({ amount }) => ({ feeMinor: amount }),
  'package.credit_used': (data, events) => ({ sessionsLost: tookPlace(data, events) ? 0 : 1 }),
  'appointment.cancelled': lostSession,
  'appointment.no_show': lostSession,
  'seat.cancelled': lostSession,
  'seat.no_show': lostSession,
  'appointment.rescheduled': ({ late, settled }) => ({
    lateMoves: late ? 1 : 0,
    timesSettled: settled === 'wall' || settled === 'instant' ? 1 : 0,
  }),
  'payment.refunded': back,
  'payment.voided': back,
  'balance.paid_out': back,
  'balance.pay_out_voided': back,
  'payment.completed': ({ amount }) => ({ paidMinor: amount }),
  'appointment.created': booked,
  'seat.booked': booked,
  'appointment.payment_source_changed': changedSource,
  'seat.payment_source_changed': changedSource,
  'package.credit_held': ({ expiresOn }) => ({ endsOn: expiresOn }),
  'package.sold': ({ credits, expiresOn }) => ({ credits, endsOn: expiresOn }),
  'membership.started': end,
  'membership.renewed': end,
  'membership.voided': end,
  'membership.paused': end,
  'membership.resumed': end,
  'membership.ended': end,
  'membership.reopened': end,
  'catalog.trainer_retired': kept,
  'catalog.service_retired': kept,
  'catalog.room_retired': kept,
  'catalog.service_changed': kept,
}

/** A credit is used by what took place as well; where its session did not, it is lost. */
function tookPlace(
  { appointmentId, seatId }: EventData<'package.credit_used'>,
  events: readonly FitFlowEvent[],
): boolean {
  return events.some(
    ({ type, data }) =>
      (type === 'appointment.completed' && data.appointmentId === appointmentId) ||
      (type === 'seat.completed' && data.seatId === seatId),
  )
}

/**
 * Asks at the end of an act, inside its transaction, whether it came to what was shown before it. See
 * {@link decideShown}.
 */
export function checkShown(tx: Tx, shown: Shown | undefined): Result<null> {
  const now = consequenceOf(tx.published)
  return decideShown(shown, now, () => readStudio(tx.database).currency)
}

/**
 * Refuses a sum that a command names itself, because its tenders have to add up to it: it is another by
 * now. Asked before anything is written.
 */
export function refuseSum(
  what: 'paidMinor' | 'backMinor',
  sum: { readonly shown: Minor; readonly now: Minor; readonly currency: string },
): Refused {
  const now = { ...nothing, [what]: sum.now }
  return refuse('consequence_changed', {
    shown: { [what]: sum.shown },
    now,
    currency: sum.currency,
  })
}

/** What was not on the screen if nothing was said of it. */
const unsaid = {
  feeMinor: 0,
  sessionsLost: 0,
  lateMoves: 0,
  sessionsKept: 0,
  servicesWithoutRoom: 0,
  timesSettled: 0,
}

/**
 * Decides whether an act is the one that was agreed to. What takes something from a client must have
 * been shown, and everything that was shown must be so. Refuses `consequence_changed` with what it
 * would come to now.
 */
export function decideShown(
  shown: Shown | undefined,
  now: Consequence,
  currency: () => string,
): Result<null> {
  const said = { ...unsaid, ...shown }
  const isSame = Object.entries(said).every(
    ([what, value]) => value === undefined || value === now[what as keyof Consequence],
  )
  if (isSame) return ok(null)
  return refuse('consequence_changed', { shown: said, now, currency: currency() })
}
