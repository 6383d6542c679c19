import { readThrown } from '../shared/thrown.ts'
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
  #making: Promise<C> | null = null
  #made: C | null = null
  #closed = false

  /** @param place is named in errors. */
  constructor(place: string, connect: () => Promise<C>) {
    this.#place = place
    this.#connect = connect
  }

  /**
   * Calls the broker. A call that fails, or takes longer than five seconds and `longerMs`, drops the
   * connection: the next one begins afresh.
   *
   * @throws BrokerUnavailable whatever it was that failed.
   */
  async call<T>(act: (connection: C) => Promise<T>, longerMs = 0): Promise<T> {
    const connection = await this.open()
    return blameTheBroker(this.#place, async () => {
      try {
        return await within(patienceMs + longerMs, act(connection))
      } catch (error) {
        connection.destroy()
        throw error
      }
    })
  }

  /** The connection, for what stays on it. @throws BrokerUnavailable */
  async open(): Promise<C> {
    return blameTheBroker(this.#place, async () => {
      if (this.#closed) throw new Error('the transport was closed')
      if (this.#made?.isAlive === false) this.#forget()
      const making = (this.#making ??= this.#make())
      try {
        return await within(patienceMs, making)
      } catch (error) {
        if (this.#making === making) this.#forget()
        throw error
      }
    })
  }

  /** Ends it for good: drops it, unless `how` says otherwise. */
  async close(how: (connection: C) => Promise<void> | void = drop): Promise<void> {
    this.#closed = true
    const made = this.#made
    this.#forget()
    try {
      if (made !== null) await within(patienceMs, Promise.resolve(how(made)))
    } catch {
      // It was lost, or does not answer: it has ended.
    }
  }

  #make(): Promise<C> {
    const making = this.#connect()
    making.then(
      (made) => {
        if (this.#making === making) this.#made = made
        // Nobody waits for it any more.
        else made.destroy()
      },
      () => {},
    )
    return making
  }

  #forget(): void {
    this.#making = null
    this.#made = null
  }
}

function drop(connection: Connection): void {
  connection.destroy()
}

/** Settles as `promise` does, unless that takes too long; then what becomes of it is nobody's concern. */
async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const tooLong = new Promise<never>((_, reject) => {
    const reason = `there was no answer for ${milliseconds / 1_000} s`
    timer = setTimeout(() => reject(new Error(reason)), milliseconds)
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
  const { name, message } = readThrown(error)
  const reason = message === '' ? name : message
  return new BrokerUnavailable(`${place} is not available: ${reason}`, { cause: error })
}
