import { describe, expect, it } from 'vitest'
import { contracts, type ChannelName, type QueryName } from '../../shared/contracts.ts'
import { defaultPolicy } from '../../shared/policy.ts'
import { bookSession, clientOf } from '../support/book-session.ts'
import { openTestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, valueOf } from '../support/read-result.ts'
import { closeDrawer } from '../support/todays-drawer.ts'
import { validInputs } from '../support/valid-inputs.ts'
import { channelNames, openWholeStudio } from '../support/whole-studio.ts'

const day = '2026-03-02'
const terms = { ...defaultPolicy('EUR'), taxBasisPoints: 1_900, refundLimitMinor: 100_000 }

/** Whether an answer names a sum of tax anywhere. What a rate or a price's terms are is no sum. */
function hasTax(answer: unknown): boolean {
  if (answer === null || typeof answer !== 'object') return false
  return Object.entries(answer).some(
    ([key, value]) => ['taxMinor', 'taxes'].includes(key) || hasTax(value),
  )
}

const isQuery = (name: ChannelName): name is QueryName => contracts[name].kind === 'query'

describe('what shows tax', () => {
  it('are the reports of a day and the receipts: nothing else asks what is owed', () => {
    const shows = channelNames.filter(isQuery).filter((name) => {
      const studio = openWholeStudio()
      studio.become('manager')
      const input = (validInputs[name] as (of: typeof studio) => never)(studio)
      const result = studio.call(name, input) as { ok: boolean; value?: unknown }
      return result.ok && hasTax(result.value)
    })
    expect(shows.toSorted()).toEqual(['day.closing', 'day.report', 'payments.receipt'])
  })

  it('takes it back with each refund: the receipts, the day and the kept day say one sum', () => {
    const studio = openTestStudio()
    studio.signIn('manager')
    valueOf(studio.command('policy.save', { effectiveFrom: day, policy: terms }))
    const numbers: string[] = []
    const pay = (start: string, method: 'cash' | 'card') => {
      const appointmentId = bookSession(studio, start)
      const amountMinor = 5_500
      const tender =
        method === 'cash'
          ? { method, amountMinor, tenderedMinor: amountMinor }
          : { method, amountMinor, reference: 'T-1' }
      const input = { appointmentId, amountMinor, tenders: [tender] }
      const taken = valueOf(studio.command('payments.take', input))
      numbers.push(taken.receiptNumber)
      return {
        ...taken,
        clientId: clientOf(studio, appointmentId),
        paymentId: taken.paymentIds[0]!,
      }
    }
    const refund = (paymentId: string, amountMinor: number, to?: 'account') => {
      const input = { paymentId, amountMinor, reason: 'other' as const, ...(to && { to }) }
      numbers.push(valueOf(studio.command('payments.refund', input)).receiptNumber)
    }
    /** What the receipts say: a refund takes back, and what was voided stands for nothing. */
    const onReceipts = () =>
      numbers
        .map((receiptNumber) => valueOf(studio.call('payments.receipt', { receiptNumber })))
        .filter(({ voidedLocal }) => voidedLocal === null)
        .flatMap(({ kind, taxes }) =>
          taxes.map(({ taxMinor }) => (kind === 'refund' ? 0 - taxMinor : taxMinor)),
        )
        .reduce((sum, tax) => sum + tax, 0)
    const onDay = () => valueOf(studio.call('day.closing', {})).figures.taxMinor

    const said: number[] = []
    const say = () => {
      expect(onDay()).toBe(onReceipts())
      said.push(onDay())
    }
    const cash = pay('2026-03-03T09:00', 'cash')
    say()
    refund(cash.paymentId, 2_750)
    say()
    refund(cash.paymentId, 2_750)
    say()
    const card = pay('2026-03-03T11:00', 'card')
    refund(card.paymentId, 5_500, 'account')
    say()
    const voided = pay('2026-03-03T13:00', 'card')
    const { receiptNumber } = voided
    valueOf(studio.command('payments.void', { receiptNumber, reason: 'other' }))
    say()
    pay('2026-03-03T15:00', 'card')
    say()
    expect(said).toEqual([878, 439, 0, 0, 0, 878])

    closeDrawer(studio, 0)
    const { dayId } = valueOf(studio.command('day.close', { date: day }))
    const kept = valueOf(studio.call('day.report', { dayId }))
    expect(kept).toMatchObject({ figures: { taxMinor: 878, netMinor: 5_500 } })
    expect(outcomeOf(studio.call('day.report', { dayId }))).toBe('ok')
  })
})
