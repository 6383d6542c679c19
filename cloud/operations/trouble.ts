import { BrokerUnavailable } from '../../brokers/index.ts'
import { StorageUnavailable } from '../storage/sql-server.ts'

const ourOwn = [BrokerUnavailable, StorageUnavailable]

/**
 * What a log line says of an error. What the broker, the storage and a worker say of themselves holds
 * no password; any other message may quote anything, and the stack without it says where.
 */
export function troubleOf(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error }
  if (ourOwn.some((kind) => error instanceof kind)) {
    return { type: error.constructor.name, problem: error.message }
  }
  return { type: error.name, at: error.stack?.split('\n').slice(1, 6).join('\n') }
}
