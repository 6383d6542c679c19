import { v7 } from 'uuid'
import { z } from 'zod'

/** A UUIDv7: unique without coordination, and sorts by the time it was minted. */
export const idSchema = z.uuid({ version: 'v7' })

/** Mints a UUIDv7 from the machine's secure random source. */
export function newId(): string {
  return v7()
}
