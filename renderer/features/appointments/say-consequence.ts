import type { CancelledBy } from '../../../shared/appointments.ts'
import type {
  CancelConsequence,
  NoShowConsequence,
  Settlement,
} from '../../../shared/attendance.ts'
import { formatMoney } from '../../../shared/money.ts'
import { assertNever } from '../../../shared/result.ts'
import { localDateTimeOf, type Instant } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { formatDate } from '../../ui/format-date.ts'

/** What cancelling or not coming means, as a headline and the facts behind it. */
export interface ConsequenceWords {
  readonly tone: 'good' | 'costly'
  readonly title: string
  readonly lines: readonly string[]
}

/** Puts the consequence of cancelling into words, before anything is pressed. */
export function sayConsequence(
  consequence: CancelConsequence,
  { by, isWaived }: { readonly by: CancelledBy; readonly isWaived: boolean },
  currency: string,
  timeZone: string,
): ConsequenceWords {
  const { booking, outcome } = words
  const settled = [...stakeLines(consequence), ...moneyLines(consequence, currency)]
  if (isWaived) return { tone: 'good', title: outcome.waivedTitle, lines: settled }
  const { late, movedLate, isTaken, feeMinor, stake } = consequence
  const until = momentText(consequence.freeUntil, timeZone)
  const lines: string[] = []
  if (by === 'studio') lines.push(booking.consequenceStudio)
  else if (late && movedLate) lines.push(outcome.movedLate)
  else lines.push(late ? booking.consequenceLateSince(until) : booking.consequenceFreeUntil(until))
  lines.push(...settled)

  if (!isTaken) {
    const isLateFree = late && by === 'client'
    const title = isLateFree ? booking.consequenceLateFree : booking.consequenceFree
    return { tone: 'good', title, lines }
  }
  switch (stake) {
    case 'price':
    case 'flat_fee':
      return {
        tone: 'costly',
        title: booking.consequenceLate(formatMoney(feeMinor, currency)),
        lines,
      }
    case 'credit':
      return { tone: 'costly', title: outcome.lateTitle(lower(outcome.creditTaken)), lines }
    case 'session':
      return { tone: 'costly', title: outcome.lateTitle(lower(outcome.sessionTaken)), lines }
    default:
      return assertNever(stake)
  }
}

/** Puts into words what it means that a client did not come. */
export function sayNoShow(
  consequence: NoShowConsequence,
  currency: string,
  timeZone: string,
): ConsequenceWords {
  const { outcome } = words
  const { excuse, forgivenBefore, forgivenAtMost, isTaken, stake, feeMinor, paidMinor } =
    consequence
  // What is owed is said with until when it is pending.
  const settled = [
    ...stakeLines(consequence),
    ...(paidMinor > 0 ? moneyLines(consequence, currency) : []),
  ]
  if (excuse === 'forgiven') {
    const title = outcome.forgiven(forgivenBefore + 1, forgivenAtMost)
    return { tone: 'good', title, lines: [outcome.forgivenHelp, ...settled] }
  }
  if (excuse === 'waived') return { tone: 'good', title: outcome.waivedTitle, lines: settled }
  if (!isTaken) return { tone: 'good', title: outcome.free, lines: settled }
  const lines = [outcome.forgivenUsed(forgivenBefore, forgivenAtMost), ...settled]
  switch (stake) {
    case 'price':
    case 'flat_fee': {
      const isOwed = feeMinor > paidMinor
      const pending = outcome.pendingUntil(momentText(consequence.dueAt, timeZone))
      return {
        tone: 'costly',
        title: outcome.feeTitle(formatMoney(feeMinor, currency)),
        lines: isOwed ? [...lines, pending] : lines,
      }
    }
    case 'credit':
      return { tone: 'costly', title: outcome.creditTaken, lines }
    case 'session':
      return { tone: 'costly', title: outcome.sessionTaken, lines }
    default:
      return assertNever(stake)
  }
}

/** What happens to a credit or to a month's session; nothing where it is about money. */
function stakeLines({ stake, isTaken }: Settlement): string[] {
  const { outcome } = words
  if (stake === 'credit') return [isTaken ? outcome.creditLost : outcome.creditBack]
  if (stake === 'session') return [isTaken ? outcome.sessionLost : outcome.sessionBack]
  return []
}

function moneyLines(
  { feeMinor, paidMinor, refundDueMinor }: Settlement,
  currency: string,
): string[] {
  const { booking } = words
  const fee = formatMoney(feeMinor, currency)
  if (paidMinor === 0) return feeMinor > 0 ? [booking.consequenceFeeOwed(fee)] : []
  const paid = booking.consequencePaid(formatMoney(paidMinor, currency))
  if (refundDueMinor === 0) return [paid, booking.consequenceNothingBack]
  return [
    paid,
    ...(feeMinor > 0 ? [booking.consequenceKept(fee)] : []),
    booking.consequenceRefund(formatMoney(refundDueMinor, currency)),
  ]
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}

function momentText(instant: Instant, timeZone: string): string {
  const local = localDateTimeOf(instant, timeZone)
  return `${formatDate(local, 'weekday')}, ${local.slice(11)}`
}
