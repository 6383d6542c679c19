import { setTimeout as sleep } from 'node:timers/promises'
import { newId } from '../../../shared/ids.ts'
import type { SyncStatus } from '../../../shared/sync.ts'
import { openTestStudio, type TestStudio } from '../open-test-studio.ts'
import { valueOf } from '../read-result.ts'
import { readRows } from '../../../main/events/event-log.ts'
import type { CloudLab } from './cloud-lab.ts'
import type { StoredEvent } from './test-laptop.ts'

/** A studio whose computer is connected to an endpoint as a tenant of its own. */
export class SyncedStudio {
  readonly studio: TestStudio
  readonly lab: CloudLab
  readonly tenant = `studio-${newId()}`

  private constructor(lab: CloudLab) {
    this.lab = lab
    this.studio = openTestStudio()
    this.studio.signIn('manager')
  }

  /**
   * Connects and waits until everything is there.
   *
   * @param url where the computer thinks the endpoint is: itself, or something in between
   */
  static async open(lab: CloudLab, url = lab.url): Promise<SyncedStudio> {
    const synced = new SyncedStudio(lab)
    await synced.pair(url)
    synced.start()
    await synced.settle()
    return synced
  }

  /** Signed in, but not connected to anything. */
  static unpaired(lab: CloudLab): SyncedStudio {
    return new SyncedStudio(lab)
  }

  get status(): SyncStatus {
    return valueOf(this.studio.call('sync.status', {}))
  }

  get link(): NonNullable<SyncStatus['link']> {
    const { link } = this.status
    if (!link) throw new Error('This computer is not connected.')
    return link
  }

  start(): void {
    this.studio.app.sync.relay.start()
  }

  async pair(url = this.lab.url, code?: string): Promise<SyncStatus['pairing']> {
    const given = code ?? (await this.lab.pairingCode(this.tenant))
    valueOf(this.studio.command('sync.pair', { endpointUrl: url, code: given }))
    while (this.status.pairing?.state === 'running') await sleep(2)
    return this.status.pairing
  }

  /** Waits until nothing waits any more, or until `done` says so. Fails after ten seconds. */
  async settle(done: (link: NonNullable<SyncStatus['link']>) => boolean = isThere): Promise<void> {
    const until = performance.now() + 10_000
    while (!done(this.link)) {
      if (performance.now() > until) throw new Error(`Still: ${JSON.stringify(this.link)}`)
      await sleep(2)
    }
  }

  /** What the endpoint has, as its admin reads it. */
  async stored(epoch = this.epoch): Promise<StoredEvent[]> {
    const { device_id: device } = this.studio.rows<{ device_id: string }>(
      'SELECT device_id FROM studio',
    )[0]!
    const path = `tenants/${this.tenant}/devices/${device}/logs/${epoch}/events?limit=1000`
    const { status, body } = await this.lab.admin<StoredEvent[]>('GET', path)
    return status === 200 ? body : []
  }

  get epoch(): string {
    return this.studio.rows<{ epoch: string }>('SELECT epoch FROM event_log_head')[0]!.epoch
  }

  /** The hashes of this computer's log from an event on, oldest first. */
  hashes(after = 0): string[] {
    return readRows(this.studio.app.database, after, 100_000).map(({ hash }) =>
      hash.toString('hex'),
    )
  }
}

function isThere(link: NonNullable<SyncStatus['link']>): boolean {
  return link.waiting === 0
}
