import { gzipSync } from 'node:zlib'
import { toCloudEvent } from '../../../main/events/cloud-event.ts'
import { newId } from '../../../shared/ids.ts'
import {
  batchContentType,
  formatBase,
  formatIdempotencyKey,
  syncHeaders,
  tokensSchema,
  zeroHash,
  type ChainPoint,
  type LogState,
  type PushAnswer,
  type SyncEvent,
  type SyncRefusal,
  type SyncTokens,
} from '../../../shared/sync-protocol.ts'
import { instantFrom } from '../../../shared/time.ts'
import { readAnswer, type Answer, type CloudClient } from './cloud-client.ts'
import { recordLog, type RecordedLog } from './recorded-log.ts'

const noTokens: SyncTokens = {
  tenant: '',
  token: '',
  token_expires_at: instantFrom(0),
  refresh_token: '',
  server_time: instantFrom(0),
}

/** What a test changes of an ordinary push. */
export interface PushChanges {
  readonly base?: ChainPoint
  readonly headers?: Record<string, string>
  readonly plain?: boolean
  /** Instead of the events, as bytes that are sent as they are. */
  readonly body?: Buffer
}

/** A laptop with a log that FitFlow wrote, paired with an endpoint as a tenant of its own. */
export class TestLaptop {
  readonly tenant: string
  readonly studioId: string
  readonly deviceId: string
  epoch: string
  tokens: SyncTokens = noTokens
  #cloud: CloudClient
  readonly #log: RecordedLog

  private constructor(cloud: CloudClient, tenant: string, log: RecordedLog) {
    this.#cloud = cloud
    this.#log = log
    this.tenant = tenant
    this.studioId = this.#log.studioId
    this.deviceId = this.#log.deviceId
    this.epoch = this.#log.epoch
  }

  /** Pairs. The log is the same in every test of a file unless given; the tenant is the test's own. */
  static async open(cloud: CloudClient, log = recordLog()): Promise<TestLaptop> {
    const laptop = new TestLaptop(cloud, `studio-${newId()}`, log)
    await laptop.pair()
    return laptop
  }

  /** A laptop that has no token yet. */
  static unpaired(cloud: CloudClient, tenant: string): TestLaptop {
    return new TestLaptop(cloud, tenant, recordLog())
  }

  /** Pairs, with a fresh code unless one is given. */
  async pair(given?: string): Promise<void> {
    const code = given ?? (await this.#cloud.pairingCode(this.tenant))
    const { status, body } = await this.#cloud.pair(code, this.studioId, this.deviceId)
    if (status !== 200) throw new Error(`Pairing was answered with ${status}.`)
    this.tokens = tokensSchema.parse(body)
  }

  /** The log as it would be sent, oldest first. */
  events(): SyncEvent[] {
    return this.#log.rows.map((row) => toCloudEvent(row, this.deviceId, this.epoch))
  }

  /** The log after an event's data was erased; one event longer. */
  eventsAfterErasure(): SyncEvent[] {
    return this.#log.rowsAfterErasure.map((row) => toCloudEvent(row, this.deviceId, this.epoch))
  }

  async state(token = this.tokens.token): Promise<Answer<LogState & SyncRefusal>> {
    const headers = { authorization: `Bearer ${token}` }
    return readAnswer(await fetch(`${this.#cloud.url}/v1/logs/${this.epoch}`, { headers }))
  }

  /** Pushes events as a laptop does, unless the test wants something of it otherwise. */
  async push(
    events: readonly object[],
    changes: PushChanges = {},
  ): Promise<Answer<PushAnswer & SyncRefusal>> {
    const [first] = events as Partial<SyncEvent>[]
    const base = changes.base ?? {
      seq: Number(first?.sequence ?? 1) - 1,
      hash: first?.prevhash ?? zeroHash,
    }
    const json = Buffer.from(JSON.stringify(events))
    const key = formatIdempotencyKey(
      this.deviceId,
      this.epoch,
      base.seq + 1,
      base.seq + events.length,
    )
    const headers = new Headers({
      'content-type': batchContentType,
      authorization: `Bearer ${this.tokens.token}`,
      [syncHeaders.base]: formatBase(base),
      [syncHeaders.idempotencyKey]: key,
      ...(changes.plain ? {} : { 'content-encoding': 'gzip' }),
    })
    for (const [name, value] of Object.entries(changes.headers ?? {})) headers.set(name, value)
    const response = await fetch(`${this.#cloud.url}/v1/logs/${this.epoch}/events`, {
      method: 'POST',
      headers,
      body: new Uint8Array(changes.body ?? (changes.plain ? json : gzipSync(json))),
    })
    return readAnswer(response)
  }

  /** Talks to another endpoint from now on. */
  use(cloud: CloudClient): this {
    this.#cloud = cloud
    return this
  }

  /** What the endpoint has of this epoch, as its admin reads it. */
  async stored(epoch = this.epoch): Promise<StoredEvent[]> {
    const path = `tenants/${this.tenant}/devices/${this.deviceId}/logs/${epoch}/events?limit=1000`
    const { status, body } = await this.#cloud.admin<StoredEvent[]>('GET', path)
    return status === 200 ? body : []
  }
}

/** An event as the endpoint has it. */
export interface StoredEvent {
  readonly seq: number
  readonly hash: string
  readonly event: Record<string, unknown> | null
  readonly rejected: { readonly code: string; readonly detail: string } | null
}
