import { beforeEach, describe, expect, it } from 'vitest'
import type { Policy } from '../../shared/policy.ts'
import { bookSession, clientOf, payCash } from '../support/book-session.ts'
import { addGroupService, groupOf, scheduleGroup, seatNew } from '../support/group-session.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, refusalOf, valueOf } from '../support/read-result.ts'

const today = '2026-03-02'
let studio: TestStudio

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('manager')
  const { policy } = valueOf(studio.call('policy.current', {}))
  const strict: Policy = { ...policy, forgivenNoShows: 0 }
  valueOf(studio.command('policy.save', { effectiveFrom: today, policy: strict }))
})

const erase = (clientId: string, confirmation = 'Cleo Client') =>
  valueOf(studio.command('clients.erase', { clientId, confirmation }))
const open = () => valueOf(studio.call('fees.open', {}))
const cash = (amountMinor: number) =>
  ({ method: 'cash', amountMinor, tenderedMinor: amountMinor }) as const
const cancelSale = (receiptNumber: string) =>
  studio.command('payments.void', { receiptNumber, reason: 'wrong_tender' })

/** Cancels an hour before, which costs the whole price. */
function lateFee(): { clientId: string; feeId: string; amountMinor: number } {
  const id = bookSession(studio, `${today}T15:00`)
  studio.at(`${today}T14:00`)
  const how = { by: 'client', reason: 'client_ill', refund: false } as const
  valueOf(studio.agree('appointments.cancel', { appointmentId: id, ...how }))
  const [fee] = open()
  return { clientId: clientOf(studio, id), feeId: fee!.id, amountMinor: fee!.amountMinor }
}

describe('somebody erased comes to owe nothing', () => {
  it('when a session of before is marked as not come', () => {
    const id = bookSession(studio, `${today}T09:00`)
    studio.at(`${today}T12:00`)
    erase(clientOf(studio, id))
    valueOf(studio.agree('appointments.noShow', { appointmentId: id, refund: false }))
    expect(open()).toEqual([])
  })

  it('when a session of before is cancelled late', () => {
    const id = bookSession(studio, `${today}T09:00`)
    studio.at(`${today}T12:00`)
    erase(clientOf(studio, id))
    const how = { by: 'client', reason: 'client_ill', refund: false } as const
    valueOf(studio.agree('appointments.cancel', { appointmentId: id, ...how }))
    expect(open()).toEqual([])
  })

  it('when a seat of before is marked as not come', () => {
    const serviceId = addGroupService(studio, 3)
    const id = scheduleGroup(studio, `${today}T10:00`, { serviceId })
    seatNew(studio, id, 'Seated Client')
    const seat = groupOf(studio, id).seats[0]!
    studio.at(`${today}T12:00`)
    erase(seat.clientId, 'Seated Client')
    valueOf(
      studio.agree('appointments.noShow', { appointmentId: id, seatId: seat.id, refund: false }),
    )
    expect(open()).toEqual([])
  })

  it('but what was paid is still kept', () => {
    const id = bookSession(studio, `${today}T09:00`)
    payCash(studio, id)
    studio.at(`${today}T12:00`)
    erase(clientOf(studio, id))
    valueOf(studio.agree('appointments.noShow', { appointmentId: id, refund: false }))
    expect(studio.rows('SELECT state, amount_minor FROM fees')).toEqual([
      { state: 'kept', amount_minor: 5_500 },
    ])
  })

  it('when what they paid is to be voided: it can be refunded', () => {
    const { clientId, feeId, amountMinor } = lateFee()
    const paid = valueOf(
      studio.command('payments.sell', {
        clientId,
        items: [{ kind: 'fee', feeId }],
        amountMinor,
        tenders: [cash(amountMinor)],
      }),
    )
    erase(clientId)
    expect(refusalOf(cancelSale(paid.receiptNumber))).toMatchObject({ code: 'void_client_erased' })
    expect(open()).toEqual([])
  })

  it('when the payment of a session is to be voided', () => {
    const id = bookSession(studio, `${today}T09:00`)
    const { receiptNumber } = payCash(studio, id)
    studio.at(`${today}T12:00`)
    erase(clientOf(studio, id))
    expect(outcomeOf(cancelSale(receiptNumber))).toBe('void_client_erased')
  })

  it('when a waiver is to be taken back', () => {
    const { clientId, feeId } = lateFee()
    valueOf(studio.agree('fees.waive', { feeId, reason: 'goodwill' }))
    erase(clientId)
    expect(outcomeOf(studio.agree('fees.takeBackWaiver', { feeId }))).toBe('client_erased')
    expect(open()).toEqual([])
  })
})
