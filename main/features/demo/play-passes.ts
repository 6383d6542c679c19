import type { FundingWish } from '../../../shared/packages.ts'
import { addDays, localDateOf, type LocalDate } from '../../../shared/time.ts'
import type { Tx, UnitOfWork } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import type { StaffCaller } from '../handlers.ts'
import { packagesHandlers } from '../packages/index.ts'
import { expectOk } from './expect-ok.ts'
import { demoTimeZone } from './plan-history.ts'
import { offerKeys, passes } from './price-list.ts'

/** Something a client has bought ahead. */
interface Held {
  readonly wish: FundingWish
  /** Its last day. */
  readonly until: LocalDate
  left: number
}

/** Some clients buy ahead when they book, and pay with that from then on. */
export class PassPlayer {
  readonly #handlers: ReturnType<typeof packagesHandlers>
  readonly #products: readonly string[]
  readonly #held = new Map<string, Held>()

  constructor(work: UnitOfWork, bus: EventBus, products: readonly string[]) {
    this.#handlers = packagesHandlers(work, bus)
    this.#products = products
  }

  /** How a client pays a session: by itself, or with what they have or buy now. */
  wishFor(
    tx: Tx,
    caller: StaffCaller,
    client: { readonly index: number; readonly id: string },
    session: { readonly service: number; readonly date: LocalDate },
  ): FundingWish {
    const key = offerKeys[session.service]!
    const number = passes.findIndex(
      ({ services, every, from }) => services.includes(key) && client.index % every === from,
    )
    const pass = passes[number]
    if (!pass) return { kind: 'single' }
    const name = `${number} ${client.index}`
    const known = this.#held.get(name)
    const usable = known && known.left > 0 && session.date <= known.until
    // A membership that is too short for this session is renewed when it has run out, not twice.
    const today = localDateOf(tx.now, demoTimeZone)
    if (!usable && pass.kind === 'membership' && known && today <= known.until) {
      return { kind: 'single' }
    }
    const held = usable ? known : this.#sell(tx, caller, client.id, number, today)
    if (session.date > held.until) return { kind: 'single' }
    this.#held.set(name, held)
    held.left -= 1
    return held.wish
  }

  #sell(tx: Tx, caller: StaffCaller, clientId: string, number: number, today: LocalDate): Held {
    const { priceMinor: amountMinor, credits, validityDays } = passes[number]!
    const tenders = [{ method: 'card' as const, amountMinor, reference: 'TID48-110042' }]
    const productId = this.#products[number]!
    const input = { clientId, productId, amountMinor, tenders }
    const sold = expectOk(this.#handlers['packages.sell'](tx, input, caller))
    const wish: FundingWish =
      sold.kind === 'package'
        ? { kind: 'package', clientPackageId: sold.soldId }
        : { kind: 'membership', membershipId: sold.soldId }
    const until = addDays(today, validityDays - 1)
    return { wish, until, left: credits ?? Number.POSITIVE_INFINITY }
  }
}
