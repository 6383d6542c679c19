import { valueOf } from '../../support/read-result.ts'
import type { Desk } from '../support/desk.ts'
import { call, type Race, type RaceCall } from './race.ts'
import { slotOf } from './race-for-a-slot.ts'

/** The only credit of a package, for two sessions of its client that do not touch each other. */
export function raceForACredit(desk: Desk): Race {
  const { trainers, services } = desk.people()
  const { productId } = valueOf(
    desk.command('packages.addProduct', {
      product: {
        kind: 'package',
        name: 'One session',
        priceMinor: 3_000,
        credits: 1,
        validityDays: 3_660,
        singlePriceMinor: 3_000,
        serviceIds: [services[1]!],
      },
    }),
  )
  return {
    what: 'a credit',
    refusal: 'no_credit_left',
    prepare(round) {
      const { clientId } = valueOf(desk.command('clients.register', { name: `Buyer ${round}` }))
      const { soldId } = valueOf(
        desk.command('packages.sell', {
          clientId,
          productId,
          amountMinor: 3_000,
          tenders: [{ method: 'card', amountMinor: 3_000, reference: `R${round}` }],
        }),
      )
      const book = (index: number): RaceCall =>
        call('appointments.create', {
          trainerId: trainers[1]!,
          serviceId: services[1]!,
          start: slotOf(round * 2 + index),
          client: { kind: 'existing', clientId },
          funding: { kind: 'package', clientPackageId: soldId },
          shown: { priceMinor: 0 },
        })
      return [book(0), book(1)]
    },
  }
}
