import { createClient, RESP_TYPES } from '@redis/client'
import { connectTimeoutMs, type Connection } from '../keep-connection.ts'

/** A connection to Redis that ends when it is lost: whoever needs it makes another. */
export interface RedisConnection extends Connection {
  readonly client: ReturnType<typeof clientFor>
}

/** Connects to Redis. @throws whatever the client library does. */
export async function connectRedis(url: string): Promise<RedisConnection> {
  const client = clientFor(url)
  // The call that waits hears of it; without a listener an idle connection would end the process.
  client.on('error', () => {})
  await client.connect()
  return {
    client,
    get isAlive() {
      return client.isReady
    },
    destroy: () => {
      if (client.isOpen) client.destroy()
    },
  }
}

function clientFor(url: string) {
  return createClient({
    url,
    RESP: 2,
    // Neither waits for a lost Redis nor keeps calls for it: both would hide the loss.
    disableOfflineQueue: true,
    socket: { connectTimeout: connectTimeoutMs, reconnectStrategy: false },
  }).withTypeMapping({ [RESP_TYPES.BLOB_STRING]: String })
}
