import { valueOf } from '../../support/read-result.ts'
import type { Desk } from '../support/desk.ts'
import type { Race } from './race.ts'
import { done } from './race-for-a-seat.ts'
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
    async prepare(round, desks) {
      const [seller] = desks
      const { clientId } = await done(seller!.run('clients.register', { name: `Buyer ${round}` }))
      const { soldId } = await done(
        seller!.run('packages.sell', {
          clientId,
          productId,
          amountMinor: 3_000,
          tenders: [{ method: 'card', amountMinor: 3_000, reference: `R${round}` }],
        }),
      )
      return desks.map(
        (racing, index) => () =>
          racing.run('appointments.create', {
            trainerId: trainers[1]!,
            serviceId: services[1]!,
            start: slotOf(round * 2 + index),
            client: { kind: 'existing', clientId },
            funding: { kind: 'package', clientPackageId: soldId },
          }),
      )
    },
  }
}
