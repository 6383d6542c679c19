import type { PairingProblem } from '../../shared/sync.ts'
import { refusalSchema, tokensSchema, type SyncRefusalCode } from '../../shared/sync-protocol.ts'
import { topics } from '../../shared/topics.ts'
import type { UnitOfWork, WorkContext } from '../db/unit-of-work.ts'
import type { FindProxy } from '../network/find-proxy.ts'
import type { EventBus } from '../events/event-bus.ts'
import { readStudio } from '../features/studio/index.ts'
import { askToPair } from './ask-endpoint.ts'
import type { Answer } from './decide-answer.ts'
import { saveLink } from './sync-link.ts'
import type { TokenStore } from './token-store.ts'

/** What somebody typed to connect this computer. */
export interface PairingWish {
  readonly endpointUrl: string
  readonly code: string
  /** Seals the tokens where there is no key store. */
  readonly passphrase?: string | undefined
}

const timeoutMs = 20_000

/** Connects this computer to an endpoint, and keeps how that went for as long as FitFlow runs. */
export class Pairing {
  readonly #work: UnitOfWork
  readonly #bus: EventBus
  readonly #tokens: TokenStore
  readonly #findProxy: FindProxy
  readonly #onPaired: () => void
  readonly #abandon = new AbortController()
  #state: 'idle' | 'running' | PairingProblem = 'idle'

  /** @param onPaired the log may go out now. */
  constructor(
    work: UnitOfWork,
    bus: EventBus,
    tokens: TokenStore,
    findProxy: FindProxy,
    onPaired: () => void,
  ) {
    this.#work = work
    this.#bus = bus
    this.#tokens = tokens
    this.#findProxy = findProxy
    this.#onPaired = onPaired
  }

  /** `idle` before the first and after a successful one. */
  get state(): 'idle' | 'running' | PairingProblem {
    return this.#state
  }

  /**
   * Exchanges the code for tokens, keeps them, and notes down where the log goes.
   *
   * @param caller who asked for it.
   */
  async begin(
    wish: PairingWish,
    caller: WorkContext & { readonly actorId: string },
  ): Promise<void> {
    this.#tell('running')
    try {
      await this.#pair(wish, caller)
    } catch (error) {
      this.#tell('not_kept')
      throw error
    }
  }

  async #pair(
    wish: PairingWish,
    caller: WorkContext & { readonly actorId: string },
  ): Promise<void> {
    // A code is good for once: it is not used up where its tokens could not be kept.
    this.#tokens.tryToKeep()
    const { tenant_id: studioId, device_id: deviceId } = readStudio(this.#work.database)
    const request = { code: wish.code, studio_id: studioId, device_id: deviceId }
    const proxy = await this.#findProxy(wish.endpointUrl)
    const limits = { timeoutMs, proxy, signal: this.#abandon.signal }
    const answer = await askToPair(wish.endpointUrl, request, limits)
    if (this.#abandon.signal.aborted) return
    const tokens = answer?.status === 200 ? tokensSchema.safeParse(answer.body).data : undefined
    if (!tokens) return this.#tell(problemOf(answer))
    this.#tokens.save(
      {
        token: tokens.token,
        refreshToken: tokens.refresh_token,
        expiresAt: tokens.token_expires_at,
      },
      wish.passphrase,
    )
    this.#work.run(caller, (tx) => {
      const link = { endpointUrl: wish.endpointUrl, tenant: tokens.tenant }
      saveLink(tx, { ...link, pairedBy: caller.actorId })
      this.#bus.publish('sync.connected', { studioId })
    })
    this.#tell('idle')
    this.#onPaired()
  }

  /** Gives up what is on its way. */
  close(): void {
    this.#abandon.abort()
  }

  #tell(state: 'idle' | 'running' | PairingProblem): void {
    this.#state = state
    this.#work.announce(topics.sync)
  }
}

const said: Partial<Record<SyncRefusalCode, PairingProblem>> = {
  pairing_refused: 'pairing_refused',
  studio_mismatch: 'studio_mismatch',
  tenant_closed: 'tenant_closed',
  rate_limited: 'too_many_tries',
  unavailable: 'busy',
}

function problemOf(answer: Answer | null): PairingProblem {
  if (!answer) return 'unreachable'
  const refusal = refusalSchema.safeParse(answer.body).data
  const problem = refusal && said[refusal.code]
  if (problem) return problem
  if (answer.status === 404) return 'not_found'
  return answer.status >= 500 ? 'server_error' : 'odd_answer'
}
