import type { SqlServer } from '../../../cloud/storage/sql-server.ts'
import { newId } from '../../../shared/ids.ts'
import { zeroHash, type SyncEvent } from '../../../shared/sync-protocol.ts'
import type { CloudClient } from '../../support/cloud/cloud-client.ts'
import { forgeEvent } from '../../support/cloud/forge-events.ts'
import type { RecordedLog } from '../../support/cloud/recorded-log.ts'
import { storeAsBefore } from '../../support/cloud/store-as-before.ts'
import { TestLaptop } from '../../support/cloud/test-laptop.ts'
import type { StudioSystems } from './studio-systems.ts'

/** So many events that cannot be handled come with each attack, a batch at a time. */
const batches = 2
const batch = 200
const largeBytes = 200_000

/**
 * A studio that is in everybody's way: its systems take a webhook and never answer, its log says no time
 * zone, so that every one of its sessions fails in the figures, some of its events are large, and some
 * stand in the storage as nothing can read them, in two logs.
 */
export class HostileTenant {
  sent = 0
  readonly #server: SqlServer
  readonly #laptop: TestLaptop
  #last: { readonly seq: number; readonly hash: string } = { seq: 0, hash: zeroHash }

  private constructor(server: SqlServer, laptop: TestLaptop) {
    this.#server = server
    this.#laptop = laptop
  }

  static async open(
    server: SqlServer,
    cloud: CloudClient,
    systems: StudioSystems,
    log: RecordedLog,
  ): Promise<HostileTenant> {
    const laptop = await TestLaptop.open(cloud, log)
    await cloud.admin('PUT', `tenants/${laptop.tenant}/webhook`, { url: systems.hanging })
    return new HostileTenant(server, laptop)
  }

  /** Sends hundreds of events, and has some more put beside them as an older endpoint stored them. */
  async attack(): Promise<void> {
    // A history of its own each time: what stands unreadable at the end of a log ends it.
    this.#laptop.epoch = newId().replaceAll('-', '').padEnd(32, '0').slice(0, 32)
    this.#last = { seq: 0, hash: zeroHash }
    const from = this.#laptop.events().find(({ type }) => type === 'appointment.created')!
    for (let count = 0; count < batches; count += 1) {
      const events = Array.from({ length: batch }, (_, index) =>
        this.#forge(from, index % 50 === 49),
      )
      const { status, body } = await this.#laptop.push(events)
      if (status !== 200)
        throw new Error(`The attack was answered with ${status}: ${JSON.stringify(body)}`)
      this.sent += events.length
    }
    const [first] = this.#laptop.events()
    for (const event of ['{"id":', { ...first!, id: 'a\n€', type: '€'.repeat(200) }]) {
      await storeAsBefore(this.#server, this.#laptop.tenant, event)
      this.sent += 1
    }
  }

  #forge(from: SyncEvent, isLarge: boolean): SyncEvent {
    const id = newId()
    const event = forgeEvent(from, {
      id,
      subject: `appointment/${id}`,
      seq: this.#last.seq + 1,
      prevhash: this.#last.hash,
      data: isLarge ? { ...from.data, note: 'x'.repeat(largeBytes) } : { ...from.data },
    })
    this.#last = { seq: this.#last.seq + 1, hash: event.hash }
    return event
  }
}
