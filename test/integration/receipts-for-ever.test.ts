import { describe, expect, it } from 'vitest'
import { newId } from '../../shared/ids.ts'
import type { Receipt } from '../../shared/receipt.ts'
import { outcomeOf, valueOf } from '../support/read-result.ts'
import { openTodaysDrawer } from '../support/todays-drawer.ts'
import { validInputs } from '../support/valid-inputs.ts'
import { commandNames, openWholeStudio, type WholeStudio } from '../support/whole-studio.ts'

/** Every paper there is so far, as it is printed; with “copy” and a void's stamp taken off. */
function papersOf(studio: WholeStudio): Map<string, string> {
  const papers = new Map<string, string>()
  const keep = (name: string, paper: object) => papers.set(name, JSON.stringify(paper))
  for (const { number } of studio.rows<{ number: string }>(
    'SELECT receipt_number AS number FROM receipts',
  )) {
    const receipt = valueOf(studio.call('payments.receipt', { receiptNumber: number }))
    keep(number, { ...receipt, voidedLocal: null, isPrinted: false } satisfies Receipt)
  }
  for (const { drawerId } of valueOf(studio.call('drawer.history', { limit: 50 })).sessions) {
    keep(`drawer ${drawerId}`, valueOf(studio.call('drawer.report', { drawerId })))
  }
  for (const { id: dayId } of studio.rows<{ id: string }>('SELECT id FROM day_closes')) {
    keep(`day ${dayId}`, valueOf(studio.call('day.report', { dayId })))
  }
  return papers
}

/** What of the papers that were there before says something else now. */
function changedSince(before: Map<string, string>, studio: WholeStudio) {
  const now = papersOf(studio)
  return [...before].filter(([name, paper]) => now.get(name) !== paper)
}

const cash = (amountMinor: number) => ({
  amountMinor,
  tenders: [{ method: 'cash' as const, amountMinor, tenderedMinor: amountMinor }],
})

/** Sells a session and gives a part of it back, closes the drawer and a day. */
function makePapers(studio: WholeStudio) {
  const appointmentId = studio.stock.upcoming
  const { paymentId, receiptNumber } = valueOf(
    studio.command('payments.take', { appointmentId, ...cash(5_500) }),
  )
  const refund = { paymentId, amountMinor: 1_000, reason: 'other' } as const
  const refunded = valueOf(studio.command('payments.refund', refund)).receiptNumber
  const drawer = valueOf(studio.call('drawer.status', {}))
  if (drawer.state !== 'open') throw new Error('There is a drawer to count.')
  const { drawerId } = drawer
  const count = { by: 'amount', amountMinor: 5_000 } as const
  const { countId } = valueOf(studio.command('drawer.count', { drawerId, count }))
  valueOf(studio.command('drawer.close', { drawerId, countId, reason: 'Counted' }))
  openTodaysDrawer(studio.app)
  return { appointmentId, receiptNumber, refunded }
}

/** Everything that is named on a paper, called otherwise, and the session moved to somebody else. */
const renamings: readonly [string, (studio: WholeStudio) => void][] = [
  [
    'the studio',
    (studio) => void valueOf(studio.command('studio.rename', { name: 'Hill Street' })),
  ],
  [
    'the service',
    (studio) => {
      const serviceId = studio.people.training
      const of = validInputs['catalog.changeService'](studio)
      valueOf(studio.command('catalog.changeService', { ...of, serviceId, name: 'Boxing' }))
    },
  ],
  [
    'the trainer',
    (studio) => {
      const trainerId = studio.people.ana
      valueOf(studio.command('catalog.changeTrainer', { trainerId, name: 'Anna Oak', hue: 1 }))
    },
  ],
  [
    'the client',
    (studio) => {
      const clientId = studio.stock.cleo
      valueOf(studio.command('clients.update', { clientId, name: 'Cleo Married' }))
    },
  ],
  [
    'who served',
    (studio) => {
      for (const who of ['desk', 'manager'] as const) {
        const { id: staffId } = studio.people.staff[who]
        const role = who === 'desk' ? 'front_desk' : 'manager'
        const changed = { staffId, name: `Renamed ${who}`, role, trainerId: null } as const
        valueOf(studio.command('staff.change', changed))
      }
    },
  ],
  [
    'when the session is, and with whom',
    (studio) => {
      const slot = { trainerId: studio.people.ben, start: '2026-03-06T16:00' }
      const appointmentId = studio.stock.upcoming
      valueOf(studio.agree('appointments.reschedule', { appointmentId, ...slot }))
    },
  ],
  [
    'the zone of the studio',
    (studio) => void studio.foreign().exec(`UPDATE studio SET time_zone = 'Asia/Tokyo'`),
  ],
  [
    'the prices and the tax',
    (studio) => {
      const { policy } = valueOf(studio.call('policy.current', {}))
      const changed = { ...policy, taxBasisPoints: 2_100, taxInclusive: false }
      const effectiveFrom = '2026-03-02'
      valueOf(studio.command('policy.save', { effectiveFrom, policy: changed }))
    },
  ],
]

describe('receipts, drawer reports and day reports', () => {
  it.each(renamings)('say what they said when another name is given to %s', (_, rename) => {
    const studio = openWholeStudio()
    studio.become('manager')
    const { receiptNumber, refunded } = makePapers(studio)
    const before = papersOf(studio)
    expect(before.size).toBeGreaterThan(6)
    rename(studio)
    studio.clock.advance({ days: 1 })
    expect(changedSince(before, studio)).toEqual([])
    const list = valueOf(studio.call('payments.ofClient', { clientId: studio.stock.cleo })).receipts
    const said = list.filter((one) => [receiptNumber, refunded].includes(one.receiptNumber))
    expect(said.map(({ lines }) => lines[0])).toMatchObject([
      { name: 'Personal training', sessionLocal: '2026-03-05T09:00', trainerName: 'Ana Ruiz' },
      { name: 'Personal training', sessionLocal: '2026-03-05T09:00', trainerName: 'Ana Ruiz' },
    ])
  })

  it('say what they said whatever is done', () => {
    const studio = openWholeStudio()
    studio.become('manager')
    makePapers(studio)
    const papers = papersOf(studio)
    const accepted = new Set<string>()
    for (const name of commandNames) {
      // Somebody who is erased is excepted, and comes next.
      if (name === 'clients.erase') continue
      const input: unknown = validInputs[name](studio)
      studio.become('manager')
      if (outcomeOf(studio.send({ name, input, commandId: newId() })) === 'ok') accepted.add(name)
      studio.become('manager')
      openTodaysDrawer(studio.app)
      expect([name, changedSince(papers, studio)]).toEqual([name, []])
      for (const [paper, said] of papersOf(studio)) papers.set(paper, said)
    }
    expect(accepted.size).toBeGreaterThan(60)
    for (const name of ['clients.merge', 'studio.rename', 'catalog.changeTrainer']) {
      expect([...accepted]).toContain(name)
    }
  })

  it('say that the sale was voided as a stamp, beside what they said', () => {
    const studio = openWholeStudio()
    studio.become('manager')
    const { receipt: receiptNumber } = studio.stock
    const before = papersOf(studio)
    valueOf(studio.command('payments.void', { receiptNumber, reason: 'other' }))
    studio.foreign().exec(`UPDATE studio SET time_zone = 'Asia/Tokyo'`)
    expect(changedSince(before, studio)).toEqual([])
    const { voidedLocal } = valueOf(studio.call('payments.receipt', { receiptNumber }))
    expect(voidedLocal).toBe('2026-03-02T14:00')
  })

  it('say that they are a copy from the second print on, whoever printed them first and when', () => {
    const studio = openWholeStudio()
    studio.become('manager')
    const { receiptNumber, refunded } = makePapers(studio)
    const paper = (number: string) =>
      valueOf(studio.call('payments.receipt', { receiptNumber: number }))
    const print = (number: string) =>
      valueOf(studio.command('payments.printReceipt', { receiptNumber: number })).isCopy
    const first = paper(receiptNumber)
    expect(first.isPrinted).toBe(false)
    expect([print(receiptNumber), print(receiptNumber)]).toEqual([false, true])
    valueOf(studio.command('studio.rename', { name: 'Hill Street' }))
    studio.reopen()
    studio.become('front_desk')
    expect(paper(receiptNumber)).toEqual({ ...first, isPrinted: true })
    expect([print(receiptNumber), print(refunded), print(refunded)]).toEqual([true, false, true])
    expect(
      outcomeOf(studio.command('payments.printReceipt', { receiptNumber: 'A-2026-999999' })),
    ).toBe('payment_not_found')
    expect(() =>
      studio.foreign().exec('UPDATE receipts SET printed_at = NULL WHERE printed_at IS NOT NULL'),
    ).toThrow('stays so')
  })

  it('lose the name of somebody who is erased, and nothing else', () => {
    const studio = openWholeStudio()
    studio.become('manager')
    const clientId = studio.stock.gone
    const items = [{ kind: 'top_up' as const, amountMinor: 500 }]
    const sold = valueOf(studio.command('payments.sell', { clientId, items, ...cash(500) }))
    const refund = { paymentId: sold.paymentIds[0]!, amountMinor: 500, reason: 'other' } as const
    const { receiptNumber: refunded } = valueOf(studio.command('payments.refund', refund))
    makePapers(studio)
    const before = papersOf(studio)
    valueOf(studio.command('clients.erase', { clientId, confirmation: 'Gus Gone' }))
    const changed = changedSince(before, studio)
    expect(changed.map(([name]) => name).toSorted()).toEqual([sold.receiptNumber, refunded])
    const now = papersOf(studio)
    for (const [name, said] of changed) {
      expect(now.get(name)).toBe(said.replace('Gus Gone', 'Erased client'))
    }
  })
})
