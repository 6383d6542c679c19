/**
 * Pushes the log to the cloud endpoint, one request at a time, for as long as FitFlow runs.
 *
 *   asking how far the endpoint is ──▶ pushing batch after batch ──▶ up to date, until the next commit
 *          ▲        │                        │
 *          │        └──────any answer that is no acknowledgement──┬──▶ resting, then asking again
 *          └──gap: it is not where we thought──────────────────── ┤
 *                                                                 └──▶ stopped, until the manager decides
 *
 * - The checkpoint moves only when the endpoint names an event and its hash, and the hash is ours.
 *   A lost answer therefore sends the same range again, which the endpoint already has.
 * - It rests with full jitter, a quarter of an hour at most, and never gives up. A wake (the network
 *   or the computer is back) ends a rest soon; not at once, for every laptop wakes at nine.
 * - A token that is not good any more is exchanged once; after that it rests like for any other answer.
 * - Nothing here runs inside a command: the desk never waits for the network. A long catch-up is read,
 *   packed and sent in a thread of its own; here its answers move the checkpoint.
 */
import type { SyncDelay, SyncStop } from '../../shared/sync.ts'
import {
  logStateSchema,
  syncLimits,
  tokensSchema,
  type ChainPoint,
  type Rejection,
} from '../../shared/sync-protocol.ts'
import type { Instant } from '../../shared/time.ts'
import { topics } from '../../shared/topics.ts'
import { onItsOwn, type Tx, type UnitOfWork } from '../db/unit-of-work.ts'
import type { Row } from '../db/tables.ts'
import type { FindProxy } from '../network/find-proxy.ts'
import { RestBetweenTries, type Rest, type RestTimes } from '../events/rest-between-tries.ts'
import { readStudio } from '../features/studio/index.ts'
import { askForTokens, askHowFar, type AskLimits } from './ask-endpoint.ts'
import type { BatchLimits } from './build-batch.ts'
import { decideRefused, type Answer, type NextStep } from './decide-answer.ts'
import { PushCourier } from './push-courier.ts'
import {
  findLink,
  hashAt,
  moveCursor,
  noteRejections,
  noteSynced,
  readCursor,
  readHead,
  stopLink,
} from './sync-link.ts'
import type { TokenStore } from './token-store.ts'

/** How long things may take, in milliseconds. */
export interface RelayTimes extends RestTimes {
  readonly timeoutMs: number
}

const usualTimes: RelayTimes = {
  timeoutMs: 30_000,
  backoffBaseMs: 1_000,
  backoffCapMs: 900_000,
  wakeJitterMs: 5_000,
}
/** Fewer than endpoints allow: what a slow line carries within the time for an answer. */
const batchSize = 500

export class SyncRelay {
  readonly #work: UnitOfWork
  readonly #tokens: TokenStore
  readonly #times: RelayTimes
  readonly #courier: PushCourier
  readonly #findProxy: FindProxy
  readonly #onError: (error: unknown) => void
  readonly #abandon = new AbortController()
  #isStarted = false
  #busy: Promise<void> | null = null
  #lookAgain = false
  /** Its failures are answers in a row that were no acknowledgement. */
  readonly #rest: RestBetweenTries<SyncDelay>
  /** What the endpoint takes, and that it is where we think; null: ask first. */
  #known: (BatchLimits & { readonly epoch: string }) | null = null
  /** How many events the next batch may hold, and whether a lone one goes without its data. */
  #size = batchSize
  #isBare = false
  #hasRefreshed = false
  #catchUp: { readonly from: number; readonly to: number } | null = null

  constructor(
    work: UnitOfWork,
    tokens: TokenStore,
    options: {
      readonly workerFile: URL
      readonly findProxy: FindProxy
      readonly times?: RelayTimes | undefined
      readonly onError?: ((error: unknown) => void) | undefined
    },
  ) {
    this.#work = work
    this.#courier = new PushCourier(work.database, options.workerFile)
    this.#tokens = tokens
    this.#findProxy = options.findProxy
    this.#times = options.times ?? usualTimes
    this.#onError = options.onError ?? (() => {})
    this.#rest = new RestBetweenTries(this.#times, {
      now: () => work.now(),
      onChange: () => work.announce(topics.sync),
      onOver: () => this.nudge(),
    })
    // What only says how far this relay is would wake it for ever.
    work.onCommit((touched) => {
      if (touched.some((topic) => topic !== topics.sync)) this.nudge()
    })
  }

  /** Why nothing is sent now; null while nothing holds it back. */
  get rest(): Rest<SyncDelay> | null {
    return this.#rest.current
  }

  get isSending(): boolean {
    return this.#busy !== null && this.#catchUp !== null
  }

  /** Where the present catch-up began and where it leads; null when there is none. */
  get catchUp(): { readonly from: number; readonly to: number } | null {
    return this.#catchUp
  }

  /** Pushes from now on: what waits, and after each commit. */
  start(): void {
    this.#isStarted = true
    this.nudge()
  }

  /** Looks soon whether there is something to push, unless it rests. */
  nudge(): void {
    if (!this.#isStarted || this.rest) return
    this.#lookAgain = true
    if (this.#busy) return
    // After whoever committed has answered the desk.
    setImmediate(() => void this.drain())
  }

  /** The network or the computer is back: a rest ends within seconds. */
  wake(): void {
    if (!this.#rest.wake()) this.nudge()
  }

  /** Somebody asked for it, or something about the link changed: begins anew, at once. */
  beginAnew(): void {
    this.#rest.end()
    this.#rest.succeeded()
    this.#known = null
    this.#hasRefreshed = false
    this.nudge()
  }

  /** Pushes until nothing is left that can be pushed now. */
  drain(): Promise<void> {
    this.#lookAgain = true
    this.#busy ??= this.#run()
      .catch((error: unknown) => {
        this.#onError(error)
        // A file that could not be read just then, for example.
        if (!this.#isClosed()) this.#backOff('fault')
      })
      .finally(() => {
        this.#busy = null
        this.#courier.rest()
        this.#catchUp = null
        if (!this.#isClosed()) this.#work.announce(topics.sync)
      })
    return this.#busy
  }

  /** Ends at once. What is on its way is sent again at the next start. */
  close(): void {
    this.#isStarted = false
    this.#rest.end()
    this.#abandon.abort()
    this.#courier.close()
  }

  async #run(): Promise<void> {
    while (this.#lookAgain) {
      this.#lookAgain = false
      while (await this.#step());
    }
  }

  /** One request, if there is anything to ask or to push. Tells whether to go on at once. */
  async #step(): Promise<boolean> {
    if (this.#isClosed() || this.rest) return false
    const { database } = this.#work
    const link = findLink(database)
    const tokens = this.#tokens.tokens
    if (!link || link.stopped !== null || !tokens) return false
    const { epoch } = readHead(database)
    if (this.#known?.epoch !== epoch) return this.#askHowFar(link, tokens.token, epoch)
    return this.#push(link, tokens.token, this.#known)
  }

  async #askHowFar(link: Row<'sync_link'>, token: string, epoch: string): Promise<boolean> {
    const askedAt = this.#clock()
    const limits = await this.#limits(link)
    const answer = await askHowFar(link.endpoint_url, token, epoch, limits)
    if (this.#isClosed()) return false
    const state = answer?.status === 200 ? logStateSchema.safeParse(answer.body).data : undefined
    if (!state) return this.#follow(answer, answer && decideNoState(answer), link)
    const { database } = this.#work
    const there: ChainPoint = { seq: state.accepted_seq, hash: state.accepted_hash }
    const head = readHead(database)
    if (there.seq > head.seq) return this.#stop('restored', head.seq)
    const hash = hashAt(database, there.seq)
    if (hash !== there.hash) {
      // Whoever runs the endpoint is to know as well; whether they hear it changes nothing here.
      if (hash !== '') {
        const ours = { seq: there.seq, hash }
        await askHowFar(link.endpoint_url, token, epoch, limits, ours)
        if (this.#isClosed()) return false
      }
      return this.#stop('fork', there.seq)
    }
    // An epoch that is new there goes on from where the one before it stood.
    const goesOn = there.seq === 0 && state.other_epochs.length > 0
    const cursor = goesOn ? readCursor(database) : there.seq
    this.#work.run(onItsOwn(), (tx) => {
      if (cursor !== readCursor(database)) moveCursor(tx, cursor)
      noteSynced(tx, this.#clockOffset(askedAt, state.server_time))
    })
    // Where the endpoint is may be another event than the one that was to go without its data.
    this.#isBare = false
    this.#known = {
      epoch,
      maxEvents: state.max_events,
      maxBytes: state.max_bytes,
      maxEventBytes: state.max_event_bytes,
    }
    return true
  }

  /** Pushes the next batch, if anything waits. */
  async #push(link: Row<'sync_link'>, token: string, known: BatchLimits): Promise<boolean> {
    const { database } = this.#work
    if (readCursor(database) >= readHead(database).seq) return false
    const { proxy } = await this.#limits(link)
    if (this.#isClosed()) return false
    const cursor = readCursor(database)
    const head = readHead(database)
    this.#catchUp ??= { from: cursor, to: head.seq }
    const { epoch } = head
    const { device_id: deviceId } = readStudio(database)
    const sentAt = this.#clock()
    const { answer, next, count } = await this.#courier.push(
      {
        endpointUrl: link.endpoint_url,
        token,
        from: { deviceId, epoch, now: this.#work.now() },
        after: cursor,
        limits: {
          // Only the one that was refused goes without its data, whatever came behind it meanwhile.
          maxEvents: this.#isBare ? 1 : Math.min(this.#size, known.maxEvents),
          maxBytes: known.maxBytes,
          maxEventBytes: this.#isBare ? 0 : Math.min(known.maxEventBytes, syncLimits.maxEventBytes),
        },
        timeoutMs: this.#times.timeoutMs,
        proxy,
      },
      head.seq - cursor,
    )
    if (this.#isClosed()) return false
    if (next?.kind !== 'advance') return this.#follow(answer, next, link, count)
    const { body } = answer as Answer & { body: { server_time: Instant } }
    this.#advance(epoch, next, this.#clockOffset(sentAt, body.server_time))
    return true
  }

  #advance(
    epoch: string,
    next: { readonly through: ChainPoint; readonly rejected: readonly Rejection[] },
    clockOffsetMs: number,
  ): void {
    this.#work.run(onItsOwn(), (tx: Tx) => {
      moveCursor(tx, next.through.seq)
      noteRejections(tx, epoch, next.rejected)
      noteSynced(tx, clockOffsetMs)
    })
    this.#rest.succeeded()
    this.#hasRefreshed = false
    this.#isBare = false
    // Grows back after it had to be smaller.
    this.#size = Math.min(batchSize, this.#size * 2)
  }

  /** Does what an answer asks for. Tells whether to go on at once. */
  async #follow(
    answer: Answer | null,
    next: NextStep | null,
    link: Row<'sync_link'>,
    count = 0,
  ): Promise<boolean> {
    if (!answer || !next) {
      // Perhaps it is only slow, and fewer arrive within the time.
      if (count > 1) this.#size = Math.ceil(count / 2)
      return this.#backOff('unreachable')
    }
    switch (next.kind) {
      case 'advance':
        throw new Error('An acknowledgement is followed where its batch is known.')
      case 'look':
        return this.#lookBack(next.expected)
      case 'smaller':
        return this.#shrink(count, answer, next.isTheirs)
      case 'refresh':
        return this.#refresh(link)
      case 'wait':
        return this.#backOff(next.reason, next.afterMs)
      case 'stop':
        return this.#stop(next.reason, next.seq)
    }
  }

  /** The endpoint has less, or more, than we thought: it is asked, and believed by its hash. */
  #lookBack(expected: number | null): boolean {
    this.#known = null
    const cursor = readCursor(this.#work.database)
    // A new epoch whose beginning is not known there is sent from its first event.
    if (expected !== null && expected - 1 < cursor) {
      this.#work.run(onItsOwn(), (tx) => moveCursor(tx, expected - 1))
    }
    this.#rest.failed()
    // Once is a misunderstanding; twice in a row is somebody who does not mean what they say.
    return this.#rest.failures <= 1 ? true : this.#backOff('odd_answer')
  }

  #shrink(count: number, answer: Answer, isTheirs: boolean): boolean {
    if (count > 1) {
      this.#size = Math.max(1, Math.floor(count / 2))
      return true
    }
    // Whatever a proxy thinks of an event, its data is not left behind for that.
    if (count === 1 && isTheirs && !this.#isBare) {
      this.#isBare = true
      return true
    }
    this.#isBare = false
    return this.#backOff('odd_answer', answer.retryAfterMs)
  }

  async #refresh(link: Row<'sync_link'>): Promise<boolean> {
    const { tokens } = this.#tokens
    if (this.#hasRefreshed || !tokens) return this.#backOff('unauthorized')
    const limits = await this.#limits(link)
    const answer = await askForTokens(link.endpoint_url, tokens.refreshToken, limits)
    if (this.#isClosed()) return false
    if (answer?.status === 401) return this.#backOff('unauthorized')
    const fresh = answer?.status === 200 ? tokensSchema.safeParse(answer.body).data : undefined
    if (!fresh) return this.#follow(answer, answer && decideNoState(answer), link)
    this.#tokens.save({
      token: fresh.token,
      refreshToken: fresh.refresh_token,
      expiresAt: fresh.token_expires_at,
    })
    this.#hasRefreshed = true
    return true
  }

  #stop(reason: SyncStop, seq: number | null): false {
    this.#known = null
    this.#work.run(onItsOwn(), (tx) => stopLink(tx, reason, seq))
    return false
  }

  #backOff(reason: SyncDelay, atLeastMs: number | null = null): false {
    this.#known = null
    this.#hasRefreshed = false
    this.#rest.backOff(reason, atLeastMs)
    return false
  }

  /** The proxy is looked for each time: a laptop is in another network by the next one. */
  async #limits(link: Row<'sync_link'>): Promise<AskLimits> {
    const proxy = await this.#findProxy(link.endpoint_url)
    return { timeoutMs: this.#times.timeoutMs, proxy, signal: this.#abandon.signal }
  }

  #clock(): number {
    return Date.parse(this.#work.now())
  }

  /** How far this computer's clock is ahead, in milliseconds; half the way there and back is guessed. */
  #clockOffset(sentAt: number, serverTime: Instant): number {
    return (sentAt + this.#clock()) / 2 - Date.parse(serverTime)
  }

  #isClosed(): boolean {
    return this.#abandon.signal.aborted
  }
}

/** What an answer means that should have been a state or tokens, and is not. */
function decideNoState(answer: Answer): NextStep {
  if (answer.status === 200) return { kind: 'wait', reason: 'odd_answer', afterMs: null }
  return decideRefused(answer)
}
