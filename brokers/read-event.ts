import { z } from 'zod'
import { matches } from '../shared/event-pattern.ts'
import { syncEventSchema, type SyncEvent } from '../shared/sync-protocol.ts'

/** All that is looked at of an event that the subscriber does not want: most are somebody else's. */
const typeSchema = z.object({ type: z.string() })

/** Reads what a broker brought; null when the pattern does not want it, and a string says why it is no event. */
export function readEvent(text: string | undefined, pattern: string): SyncEvent | null | string {
  if (text === undefined) return 'It holds nothing.'
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return 'It is not JSON.'
  }
  const { data: named } = typeSchema.safeParse(value)
  if (named && !matches(pattern, named.type)) return null
  const { data, error } = syncEventSchema.safeParse(value)
  return data ?? z.prettifyError(error)
}
