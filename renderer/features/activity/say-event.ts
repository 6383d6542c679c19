import type { ActivityEntry } from '../../../shared/activity.ts'
import { formatMoney, minor } from '../../../shared/money.ts'
import { instantSchema, localDateTimeOf } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { formatDate } from '../../ui/format-date.ts'

/**
 * One event as a sentence, with today's names.
 *
 * @example
 * sayEvent(entry, 'Europe/Berlin') // 'Ana Ruiz was booked for Pilates with Ben Okafor, Mon 23 Nov 09:30'
 */
export function sayEvent(entry: ActivityEntry, timeZone: string): string {
  const say = words.activity
  const method = textIn(entry, 'method')
  const reason = textIn(entry, 'reason')
  const kind = textIn(entry, 'kind')
  return say.sentences[entry.type]({
    client: entry.clientName ?? (entry.isGroup ? say.theGroup : say.aClient),
    trainer: entry.trainerName ?? say.aTrainer,
    service: entry.serviceName ?? say.aService,
    staff: entry.staffName ?? entry.actorName ?? say.someone,
    actor: entry.actorName ?? say.theApp,
    when: sayMoment(textIn(entry, 'startTime'), timeZone),
    before: sayMoment(textIn(entry, 'previousStartTime'), timeZone),
    settled: textIn(entry, 'settled'),
    agreed: sayMoment(textIn(entry, 'agreedTime'), timeZone),
    amount: amountOf(entry) ?? '',
    receipt: receiptOf(entry) ?? '',
    sold: soldIn(entry),
    method: method in say.methods ? say.methods[method as keyof typeof say.methods] : method,
    reason: reason in say.reasons ? say.reasons[reason as keyof typeof say.reasons] : reason,
    fee: kind in say.fees ? say.fees[kind as keyof typeof say.fees] : kind,
    late: entry.data?.['late'] === true,
    kind: kind in say.kinds ? say.kinds[kind as keyof typeof say.kinds] : kind,
  })
}

const outgoing: ReadonlySet<string> = new Set([
  'payment.refunded',
  'payment.voided',
  'balance.paid_out',
])

/**
 * The money an event moved, signed as the studio sees it; null when it moved none.
 *
 * @example
 * amountOf(refund) // '−€45.00'
 */
export function amountOf(entry: ActivityEntry): string | null {
  const currency = textIn(entry, 'currency')
  const paid = entry.data?.['amount']
  if (typeof paid !== 'number' || currency === '') return null
  const isOut =
    outgoing.has(entry.type) ||
    (entry.type === 'drawer.movement' && entry.data?.['kind'] !== 'paid_in')
  // What is taken back from a trainer is logged below nothing.
  const sign = isOut || paid < 0 ? '−' : ''
  return `${sign}${formatMoney(minor(Math.abs(paid)), currency)}`
}

/**
 * Who did it. Signing in is done by the person who signs in, though nobody was signed in before.
 *
 * @example
 * actorOf(entry) // 'Leila Haddad'
 */
export function actorOf(entry: ActivityEntry): string {
  const self = entry.type === 'staff.signed_in' ? entry.staffName : null
  return entry.actorName ?? self ?? words.activity.theApp
}

/** The receipt an event gave out; null when it gave none. */
export function receiptOf(entry: ActivityEntry): string | null {
  return textIn(entry, 'receiptNumber') || null
}

/**
 * Entries by studio day, keeping their order.
 *
 * @example
 * byDay(entries).map((group) => group.date) // ['2026-11-23', '2026-11-22']
 */
export function byDay(
  entries: readonly ActivityEntry[],
): { date: string; entries: ActivityEntry[] }[] {
  const groups: { date: string; entries: ActivityEntry[] }[] = []
  for (const entry of entries) {
    const date = entry.localTime.slice(0, 10)
    const last = groups.at(-1)
    if (last?.date === date) last.entries.push(entry)
    else groups.push({ date, entries: [entry] })
  }
  return groups
}

function textIn(entry: ActivityEntry, field: string): string {
  const value = entry.data?.[field]
  return typeof value === 'string' ? value : ''
}

function sayMoment(text: string, timeZone: string): string {
  const instant = instantSchema.safeParse(text)
  if (!instant.success) return ''
  const local = localDateTimeOf(instant.data, timeZone)
  return `${formatDate(local, 'weekday')} ${local.slice(11)}`
}

/** What was paid for: the service of a session, else the kind of what was sold. */
function soldIn(entry: ActivityEntry): string {
  const say = words.activity
  if (entry.serviceName !== null) return entry.serviceName
  const [first] = Array.isArray(entry.data?.['parts']) ? (entry.data['parts'] as unknown[]) : []
  const kind = String((first as { kind?: unknown } | undefined)?.kind ?? entry.data?.['kind'])
  return kind in say.soldKinds ? say.soldKinds[kind as keyof typeof say.soldKinds] : say.aService
}
