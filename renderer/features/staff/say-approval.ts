import type { ApprovalAction, ApprovalFacts } from '../../../shared/approvals.ts'
import { formatMoney, minor } from '../../../shared/money.ts'
import { words } from '../../../shared/words/index.ts'
import { formatDate } from '../../ui/format-date.ts'

const say = words.staff.approvalFacts

/** What exactly a manager is asked to allow, line by line: whose, how much, and why. */
export function sayApproval(
  action: ApprovalAction,
  about: ApprovalFacts,
  currency: string,
): { term: string; value: string }[] {
  const { client, receiptNumber, amountMinor, product, session, to, reason } = about
  const lines: [string, string | null | undefined][] = [
    [say.client, client],
    [say.receipt, receiptNumber],
    // Nothing in money: what is let go is a credit, or only the lateness.
    [say.amount[action], amountMinor ? formatMoney(minor(amountMinor), currency) : null],
    [say.product, product],
    [say.session, session && joined(session.service, sayStart(session.start), session.trainer)],
    [say.to, to && joined(sayStart(to.start ?? null), to.trainer)],
    [say.reason, reason === null ? null : sayReason(action, reason)],
  ]
  return lines.flatMap(([term, value]) => (value ? [{ term, value }] : []))
}

function sayStart(start: string | null): string | null {
  return start === null ? null : `${formatDate(start, 'weekday')}, ${start.slice(11)}`
}

function joined(...parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join(' · ')
}

/** A reason as it reads where it was chosen; what was written stays as it is. */
function sayReason(action: ApprovalAction, reason: string): string {
  const { payment, outcome, booking } = words
  const lists: readonly Readonly<Record<string, string>>[] =
    action === 'void_sale'
      ? [payment.voidReasons]
      : action === 'refund'
        ? [payment.reasons, outcome.waiveReasons, booking.reasons]
        : [outcome.waiveReasons]
  return lists.find((list) => Object.hasOwn(list, reason))?.[reason] ?? reason
}
