import { BrokerUnavailable } from './transport.ts'

/** How long a broker may take to answer. */
const patienceMs = 5_000

/** How long making a connection may take: it must end before the call that waits for it does. */
export const connectTimeoutMs = 4_000

/** A connection as a client library makes it. */
export interface Connection {
  /** Turns false when it is lost or was closed. */
  readonly isAlive: boolean
  /** Drops it at once; calls that wait reject. Never throws. */
  destroy(): void
}

/**
 * One connection that is made when it is first needed, and made again by the next call after it was
 * lost. Calls that come at once wait for the same.
 */
export class KeptConnection<C extends Connection> {
  readonly #place: string
  readonly #connect: () => Promise<C>
  #connection: Promise<C> | null = null
  #closed = false

  /** @param place is named in errors. */
  constructor(place: string, connect: () => Promise<C>) {
    this.#place = place
    this.#connect = connect
  }

  /**
   * Calls the broker. A call that takes longer than five seconds, or `longerMs` more, drops the connection.
   *
   * @throws BrokerUnavailable whatever it was that failed.
   */
  async call<T>(act: (connection: C) => Promise<T>, longerMs = 0): Promise<T> {
    const connection = await this.open()
    return blameTheBroker(this.#place, async () => {
      try {
        return await within(patienceMs + longerMs, act(connection))
      } catch (error) {
        if (error instanceof TookTooLong) connection.destroy()
        throw error
      }
    })
  }

  /** The connection, for what stays on it. @throws BrokerUnavailable */
  async open(): Promise<C> {
    return blameTheBroker(this.#place, () => within(patienceMs, this.#aliveOne()))
  }

  async #aliveOne(): Promise<C> {
    const before = this.#connection
    const connection = await before?.catch(() => null)
    if (this.#closed) throw new Error('the transport was closed')
    if (connection?.isAlive === true) return connection
    // Another call may have made a new one meanwhile.
    if (this.#connection !== before && this.#connection !== null) return this.#connection
    return (this.#connection = this.#connect())
  }

  /** Ends it for good: drops it, unless `how` says otherwise. */
  async close(how: (connection: C) => Promise<void> | void = drop): Promise<void> {
    this.#closed = true
    try {
      const connection = await this.#connection
      if (connection !== null) await within(patienceMs, Promise.resolve(how(connection)))
    } catch {
      // It was lost, or cannot be reached: it has ended.
    }
  }
}

function drop(connection: Connection): void {
  connection.destroy()
}

class TookTooLong extends Error {}

/** Settles as `promise` does, unless that takes too long; then what becomes of it is nobody's concern. */
async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const tooLong = new Promise<never>((_, reject) => {
    const reason = `there was no answer for ${milliseconds / 1_000} s`
    timer = setTimeout(() => reject(new TookTooLong(reason)), milliseconds)
  })
  try {
    return await Promise.race([promise, tooLong])
  } finally {
    clearTimeout(timer)
  }
}

/** Runs what talks to a broker; what fails there is the broker's, not ours. */
async function blameTheBroker<T>(place: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    throw brokerUnavailable(place, error)
  }
}

/** What failed while a broker was spoken to, as everybody is told. */
export function brokerUnavailable(place: string, error: unknown): BrokerUnavailable {
  if (error instanceof BrokerUnavailable) return error
  const reason = error instanceof Error && error.message !== '' ? error.message : String(error)
  return new BrokerUnavailable(`${place} is not available: ${reason}`, { cause: error })
}
