import { expect, it } from 'vitest'
import { bookSession, clientOf } from '../support/book-session.ts'
import { openTestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, valueOf } from '../support/read-result.ts'

it('a fee that is paid is paid, once, and can be let go no more', () => {
  const studio = openTestStudio()
  studio.signIn('manager')
  const id = bookSession(studio, '2026-03-02T12:00')
  const clientId = clientOf(studio, id)
  const cancel = { appointmentId: id, by: 'client', reason: 'client_ill', refund: false } as const
  valueOf(studio.agree('appointments.cancel', cancel))
  const fee = () => valueOf(studio.call('fees.list', { clientId }))[0]!
  expect(fee().state).toBe('due')
  const feeId = fee().id
  const pay = () =>
    studio.command('payments.sell', {
      clientId,
      items: [{ kind: 'fee', feeId }],
      amountMinor: 2_750,
      tenders: [{ method: 'card', reference: 'T1', amountMinor: 2_750 }],
    })
  valueOf(pay())
  expect(fee().state).toBe('paid')
  expect(valueOf(studio.call('fees.open', {}))).toEqual([])
  expect(outcomeOf(pay())).toBe('fee_not_open')
  expect(outcomeOf(studio.command('fees.waive', { feeId, reason: 'goodwill' }))).toBe(
    'fee_not_open',
  )
})
