import { afterAll, beforeAll, describe } from 'vitest'
import type { BrokerMachine } from '../../support/brokers/broker-machine.ts'
import { CarriedStudio } from '../../support/conformance/carried-studio.ts'
import { carrierKinds, type CarrierKind } from '../../support/conformance/carrier-kinds.ts'
import { describeCrashes } from './describe-crashes.ts'
import { describeFailures } from './describe-failures.ts'
import { describeOrder } from './describe-order.ts'
import { describeOutages } from './describe-outages.ts'
import { describeSwitching } from './describe-switching.ts'

/**
 * What every handler can rely on, whoever carries its events. The same for all of them: a real studio,
 * the real bus, and a real server, which is started once.
 */
export function describeConformance(kind: CarrierKind): void {
  describe(`Events carried by ${kind.name}`, () => {
    let machine: BrokerMachine | null = null
    beforeAll(async () => {
      machine = await kind.start()
    }, 300_000)
    afterAll(() => machine?.stop())
    const open = () => new CarriedStudio(machine)

    describeOrder(kind, open)
    describeFailures(open)
    describeSwitching(open)
    describeCrashes(open)
    if (kind !== carrierKinds.embedded) describeOutages(kind, () => machine!, open)
  })
}
