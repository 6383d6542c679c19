import { connect, type ChannelModel, type ConfirmChannel } from 'amqplib'
import { connectTimeoutMs, type Connection } from '../keep-connection.ts'

/** A connection to RabbitMQ with one channel. A channel that breaks takes its connection with it. */
export interface RabbitConnection extends Connection {
  readonly channel: ConfirmChannel
  /** Whether a queue delivers without end unless told otherwise: RabbitMQ 4 gives up after 20 times. */
  readonly deliversForEver: boolean
  destroy(reason?: Error): void
  /** Aborted when it is lost or was closed; `reason` is why. */
  readonly lost: AbortSignal
  /** Closes it in order: what was told before is heard, and what was not acknowledged is returned. */
  close(): Promise<void>
}

/** Connects to RabbitMQ. @throws whatever the client library does. */
export async function connectRabbit(connection: string): Promise<RabbitConnection> {
  const url = new URL(connection)
  // Without an answer to two of them the connection is given up.
  if (!url.searchParams.has('heartbeat')) url.searchParams.set('heartbeat', '5')
  const model = await connect(url.href, { timeout: connectTimeoutMs, noDelay: true })
  const lost = new AbortController()
  const lose = (error = new Error('the connection was closed')): void => {
    if (lost.signal.aborted) return
    lost.abort(error)
    void closeQuietly(model)
  }
  model.on('error', lose).on('close', lose)
  try {
    const channel = await model.createConfirmChannel()
    channel.on('error', lose).on('close', () => lose())
    return {
      channel,
      deliversForEver: Number.parseInt(model.connection.serverProperties.version, 10) < 4,
      lost: lost.signal,
      get isAlive() {
        return !lost.signal.aborted
      },
      destroy: lose,
      close: async () => {
        await channel.close()
        await closeQuietly(model)
      },
    }
  } catch (error) {
    lose()
    throw error
  }
}

async function closeQuietly(model: ChannelModel): Promise<void> {
  try {
    await model.close()
  } catch {
    // It was lost, which is as good.
  }
}
