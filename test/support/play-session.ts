import type { Rate } from '../../shared/earnings.ts'
import { minor } from '../../shared/money.ts'
import type { Policy } from '../../shared/policy.ts'
import type { LocalDate } from '../../shared/time.ts'
import { openTestStudio, type TestStudio } from './open-test-studio.ts'
import { valueOf } from './read-result.ts'

/** The day the test studio begins on. */
export const monday = '2026-03-02' as LocalDate
export const half: Rate = { kind: 'percent', value: 5_000 }

/** A card payment of so much. */
export function byCard(amountMinor: number) {
  return [{ method: 'card' as const, amountMinor, reference: 'T-1' }]
}

/** A studio in which every trainer is paid at a rate, nobody is forgiven, and the manager is signed in. */
export function openStudioAt(
  rate: Rate,
  policy: Partial<Policy> = {},
  currency = 'EUR',
): TestStudio {
  const studio = openTestStudio({ currency })
  studio.signIn('manager')
  const { policy: before } = valueOf(studio.call('policy.current', {}))
  const after = { ...before, forgivenNoShows: 0, ...policy }
  valueOf(studio.command('policy.save', { effectiveFrom: monday, policy: after }))
  setRate(studio, studio.people.ana, rate)
  setRate(studio, studio.people.ben, rate)
  return studio
}

/** Sets a trainer's rate from a day on. */
export function setRate(
  studio: TestStudio,
  trainerId: string,
  rate: Rate,
  effectiveFrom: string = monday,
): void {
  const change = { trainerId, effectiveFrom: effectiveFrom as LocalDate, rate }
  valueOf(studio.command('earnings.setRate', change))
}

/** The amounts of all lines, in the order they were written. */
export function amountsIn(studio: TestStudio): number[] {
  return studio
    .rows<{ amount: number }>('SELECT amount_minor AS amount FROM earnings ORDER BY rowid')
    .map(({ amount }) => amount)
}

/** What all lines come to. */
export function sumIn(studio: TestStudio): number {
  return amountsIn(studio).reduce((total, amount) => total + amount, 0)
}

/** What can happen to a session on Wednesday, 4 March at noon, by the words the tables use. */
const acts = {
  'paid ahead': pay,
  paid: pay,
  completed: (studio: TestStudio, appointmentId: string) => {
    studio.at('2026-03-04T13:30')
    valueOf(studio.command('appointments.complete', { appointmentId }))
  },
  'taken back': (studio: TestStudio, appointmentId: string) =>
    valueOf(studio.command('appointments.takeBackCompletion', { appointmentId })),
  // Free until Tuesday noon, and it is Monday.
  'cancelled in time': (studio: TestStudio, appointmentId: string) => cancel(studio, appointmentId),
  'cancelled late': (studio: TestStudio, appointmentId: string) => {
    studio.at('2026-03-04T10:00')
    cancel(studio, appointmentId)
  },
  'cancelled late, let go': (studio: TestStudio, appointmentId: string) => {
    studio.at('2026-03-04T10:00')
    cancel(studio, appointmentId, { waiver: { reason: 'goodwill' } })
  },
  'cancelled by the studio': (studio: TestStudio, appointmentId: string) => {
    studio.at('2026-03-04T10:00')
    cancel(studio, appointmentId, { by: 'studio', reason: 'studio_closed' })
  },
  'not come': (studio: TestStudio, appointmentId: string) => {
    studio.at('2026-03-04T12:30')
    valueOf(studio.agree('appointments.noShow', { appointmentId, refund: false }))
  },
  'no-show taken back': (studio: TestStudio, appointmentId: string) =>
    valueOf(studio.command('appointments.takeBackNoShow', { appointmentId })),
  'fee paid': (studio: TestStudio, appointmentId: string) => {
    const { id: feeId, amountMinor, clientId } = feeOf(studio, appointmentId)
    const items = [{ kind: 'fee' as const, feeId }]
    const tenders = byCard(amountMinor)
    valueOf(studio.command('payments.sell', { clientId, items, amountMinor, tenders }))
  },
  'fee let go': (studio: TestStudio, appointmentId: string) => {
    const { id: feeId } = feeOf(studio, appointmentId)
    valueOf(studio.command('fees.waive', { feeId, reason: 'goodwill' }))
  },
  'sale voided': (studio: TestStudio) => {
    const { receiptNumber } = last(
      studio.rows<{ receiptNumber: string }>(
        'SELECT receipt_number AS receiptNumber FROM sales ORDER BY rowid',
      ),
    )
    valueOf(studio.command('payments.void', { receiptNumber, reason: 'wrong_tender' }))
  },
  '15.00 given back': (studio: TestStudio) => giveBack(studio, 1_500),
  'all given back': (studio: TestStudio) => giveBack(studio, 5_500),
} satisfies Record<string, (studio: TestStudio, appointmentId: string) => unknown>

export type Act = keyof typeof acts

/** Lets one thing happen after the other. */
export function play(studio: TestStudio, appointmentId: string, when: readonly Act[]): void {
  for (const act of when) acts[act](studio, appointmentId)
}

function pay(studio: TestStudio, appointmentId: string): void {
  const { dueMinor } = valueOf(studio.call('appointments.get', { appointmentId }))
  const money = { amountMinor: dueMinor, tenders: byCard(dueMinor) }
  valueOf(studio.command('payments.take', { appointmentId, ...money }))
}

function giveBack(studio: TestStudio, amount: number): void {
  const { paymentId } = last(
    studio.rows<{ paymentId: string }>('SELECT id AS paymentId FROM payments ORDER BY rowid'),
  )
  const refund = { paymentId, amountMinor: minor(amount), reason: 'other' } as const
  valueOf(studio.command('payments.refund', refund))
}

function cancel(studio: TestStudio, appointmentId: string, changes: object = {}): void {
  const byClient = { by: 'client', reason: 'client_ill', refund: false } as const
  valueOf(studio.agree('appointments.cancel', { appointmentId, ...byClient, ...changes }))
}

function feeOf(studio: TestStudio, appointmentId: string) {
  return last(valueOf(studio.call('fees.list', { appointmentId })))
}

function last<T>(rows: readonly T[]): T {
  const row = rows.at(-1)
  if (row === undefined) throw new Error('There is none.')
  return row
}
