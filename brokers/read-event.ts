import { z } from 'zod'
import { syncEventSchema, type SyncEvent } from '../shared/sync-protocol.ts'

/** Reads what a broker brought; a string says why it is no event. */
export function readEvent(text: string | undefined): SyncEvent | string {
  if (text === undefined) return 'It holds nothing.'
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return 'It is not JSON.'
  }
  const { data, error } = syncEventSchema.safeParse(value)
  return data ?? z.prettifyError(error)
}
