import type { ConsumeMessage } from 'amqplib'
import { Brought } from '../brought.ts'
import type { RabbitConnection } from './connect-rabbitmq.ts'

const togetherMs = 10

/**
 * Tells RabbitMQ what was acknowledged, all of it together every few milliseconds. One by one would
 * be lost: a quorum queue holds back what a channel tells it while 32 of its commands are under way,
 * and forgets that when the channel closes.
 */
export class Acknowledgements {
  readonly #connection: RabbitConnection
  readonly #brought = new Brought<ConsumeMessage>()
  #timer: NodeJS.Timeout | null = null

  constructor(connection: RabbitConnection) {
    this.#connection = connection
  }

  /** @returns acknowledges it. */
  add(message: ConsumeMessage): () => Promise<void> {
    const acknowledge = this.#brought.add(message)
    return async () => {
      acknowledge()
      this.#timer ??= setTimeout(() => this.tell(), togetherMs)
    }
  }

  /** Tells it now. */
  tell(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    const { channel, lost } = this.#connection
    // What a lost channel had is in the queue again.
    if (lost.aborted) return
    const last = this.#brought.takeAllUpTo()
    if (last !== null) channel.ack(last, true)
    for (const message of this.#brought.takeOthers()) channel.ack(message)
  }
}
