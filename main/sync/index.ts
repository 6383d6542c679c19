import { ok, refuse, type Result } from '../../shared/result.ts'
import type { syncContract, SyncStatus } from '../../shared/sync.ts'
import { clockOffsetLimitMs } from '../../shared/sync-protocol.ts'
import { localDateTimeOf } from '../../shared/time.ts'
import { topics } from '../../shared/topics.ts'
import type { Tx, UnitOfWork } from '../db/unit-of-work.ts'
import type { EventBus } from '../events/event-bus.ts'
import type { FindProxy } from '../network/find-proxy.ts'
import type { ChooseFile } from '../features/clients/index.ts'
import type { HandlersOf } from '../features/handlers.ts'
import type { Secrets } from '../features/secrets.ts'
import { readStudio } from '../features/studio/index.ts'
import { beginEpoch } from './begin-epoch.ts'
import { WaitingExport } from './export-waiting.ts'
import { Pairing } from './pair.ts'
import { dropLink, findLink, readCursor, readHead } from './sync-link.ts'
import { SyncRelay, type RelayTimes } from './sync-relay.ts'
import { TokenStore } from './token-store.ts'

/** From how many waiting events on a catch-up is worth a bar. */
const longCatchUp = 500
/** As many refused events as anybody reads. */
const shownRejections = 200

/** Pushing the log to a cloud endpoint: what goes out, and what the desk may see and do about it. */
export interface Sync {
  readonly relay: SyncRelay
  readonly handlers: HandlersOf<typeof syncContract>
  /** Deletes what the endpoint knows this computer by. */
  forgetTokens(): void
  /** Ends at once. */
  close(): void
}

/** Connects the sync module to a studio. Nothing is sent before the relay is started. */
export function openSync(
  work: UnitOfWork,
  bus: EventBus,
  options: {
    readonly secrets: Secrets
    /** The module of the worker thread for long catch-ups. */
    readonly workerFile: URL
    /** Where the sealed tokens are. */
    readonly tokenFile: string
    readonly chooseFile: ChooseFile
    readonly findProxy: FindProxy
    readonly times?: RelayTimes | undefined
    readonly onError?: ((error: unknown) => void) | undefined
  },
): Sync {
  const { database } = work
  const { secrets } = options
  const tokens = new TokenStore(options.tokenFile, secrets)
  // Another program may have held them when the studio was disconnected.
  if (!findLink(database)) tokens.forget()
  const relay = new SyncRelay(work, tokens, options)
  const pairing = new Pairing(work, bus, tokens, options.findProxy, () => relay.beginAnew())
  const exporting = new WaitingExport(work, options.chooseFile)

  return {
    relay,
    forgetTokens: () => tokens.forget(),
    close: () => {
      relay.close()
      pairing.close()
    },
    handlers: {
      'sync.status': () => ok(readStatus(work, { secrets, tokens, relay, pairing })),
      'sync.pair': (tx, wish, { actor }) => {
        if (!isPrivate(wish.endpointUrl)) return refuse('sync_unprotected', {})
        if (pairing.state === 'running') return refuse('sync_pairing', {})
        // A key that stands in a program's source code seals nothing.
        if (!secrets.isAvailable() && wish.passphrase === undefined) {
          return refuse('sync_passphrase_needed', {})
        }
        const link = findLink(tx.database)
        if (link && link.endpoint_url !== wish.endpointUrl) return refuse('sync_connected', {})
        const caller = { ...tx, actorId: actor.id }
        tx.afterCommit(() => void pairing.begin(wish, caller).catch(options.onError))
        return ok(null)
      },
      'sync.unlock': (tx, { passphrase }) => {
        if (!tokens.unlock(passphrase)) return refuse('sync_passphrase_wrong', {})
        tx.touch(topics.sync)
        tx.afterCommit(() => relay.beginAnew())
        return ok(null)
      },
      'sync.now': (tx) => {
        if (!findLink(tx.database)) return refuse('sync_off', {})
        tx.afterCommit(() => relay.beginAnew())
        return ok(null)
      },
      'sync.disconnect': (tx) => {
        const link = findLink(tx.database)
        if (!link) return refuse('sync_off', {})
        const head = readHead(tx.database).seq
        const waiting = head - readCursor(tx.database)
        if (waiting > 0 && link.exported_through < head) return refuse('sync_waiting', { waiting })
        dropLink(tx)
        bus.publish('sync.disconnected', { studioId: readStudio(tx.database).tenant_id })
        tx.afterCommit(() => tokens.forget())
        return ok(null)
      },
      'sync.beginEpoch': (tx) => {
        const begun = goOnAnew(tx, bus)
        if (begun.ok) tx.afterCommit(() => relay.beginAnew())
        return begun
      },
      'sync.export': (tx) => {
        if (!findLink(tx.database)) return refuse('sync_off', {})
        tx.afterCommit(() => void exporting.save())
        return ok(null)
      },
      'sync.exportState': () => ok(exporting.state),
      'sync.rejections': () =>
        ok(
          database
            .prepare('SELECT seq, code, detail FROM sync_rejections ORDER BY seq DESC LIMIT ?')
            .all(shownRejections) as { seq: number; code: string; detail: string }[],
        ),
    },
  }
}

/** A token goes over an open line only inside of this computer. */
function isPrivate(endpointUrl: string): boolean {
  const { protocol, hostname } = new URL(endpointUrl)
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
  return protocol === 'https:' || isHere
}

/** Goes on after the endpoint found another history, or less than it has: see {@link beginEpoch}. */
function goOnAnew(tx: Tx, bus: EventBus): Result<null> {
  const cause = findLink(tx.database)?.stopped
  if (cause !== 'fork' && cause !== 'restored') return refuse('sync_not_stopped', {})
  tx.database.prepare('UPDATE sync_link SET stopped = NULL, stopped_seq = NULL').run()
  beginEpoch(tx, bus, cause)
  return ok(null)
}

function readStatus(
  work: UnitOfWork,
  parts: {
    readonly secrets: Secrets
    readonly tokens: TokenStore
    readonly relay: SyncRelay
    readonly pairing: Pairing
  },
): SyncStatus {
  const { tokens, relay, pairing } = parts
  const { database } = work
  const link = findLink(database)
  const { state } = pairing
  const status = {
    pairing:
      state === 'idle'
        ? null
        : state === 'running'
          ? { state }
          : { state: 'failed' as const, problem: state },
    hasKeyStore: parts.secrets.isAvailable(),
  }
  if (!link) return { ...status, link: null }
  const { time_zone: zone } = readStudio(database)
  const cursor = readCursor(database)
  const head = readHead(database)
  const waiting = head.seq - cursor
  const { catchUp, rest } = relay
  const offset = link.clock_offset_ms ?? 0
  return {
    ...status,
    link: {
      endpointUrl: link.endpoint_url,
      tenant: link.tenant,
      pairedAt: localDateTimeOf(link.paired_at, zone),
      token: tokens.state,
      waiting,
      isExported: waiting > 0 && link.exported_through >= head.seq,
      lastSyncedAt: link.last_synced_at && localDateTimeOf(link.last_synced_at, zone),
      stopped: link.stopped && { reason: link.stopped, seq: link.stopped_seq },
      delay: rest && { reason: rest.reason, until: rest.until },
      isSending: relay.isSending,
      progress:
        catchUp && !link.stopped && catchUp.to - catchUp.from >= longCatchUp
          ? { done: cursor - catchUp.from, total: catchUp.to - catchUp.from }
          : null,
      rejected: database
        .prepare('SELECT count(*) FROM sync_rejections WHERE epoch = ?')
        .pluck()
        .get(head.epoch) as number,
      clockOffMinutes: Math.abs(offset) > clockOffsetLimitMs ? Math.round(offset / 60_000) : null,
    },
  }
}
