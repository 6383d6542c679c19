import { z } from 'zod'

export const deviceSchema = z.object({
  device: z.string(),
  paired_at: z.string(),
  revoked_at: z.string().nullable(),
  last_push_at: z.string().nullable(),
  /** Positive: its clock is ahead. Null until it told its time. */
  clock_offset_ms: z.number().nullable(),
  /** Its clock is more than five minutes off. */
  clock_is_off: z.boolean(),
})

export const logSchema = z.object({
  device: z.string(),
  epoch: z.string(),
  /** The epoch that this device pushed to before; null for its first. */
  previous_epoch: z.string().nullable(),
  /** The event of an earlier epoch that this one goes on from; 0 when it began anew. */
  base_seq: z.number(),
  head_seq: z.number(),
  head_hash: z.string(),
  /** When this endpoint saw that head. */
  witnessed_at: z.string(),
  tombstones: z.number(),
  /** As `npm run log:verify -- --witness` takes it. */
  witness: z.string(),
})

export const forkSchema = z.object({
  device: z.string(),
  epoch: z.string(),
  /** Where the two histories first differed. */
  seq: z.number(),
  known_hash: z.string(),
  claimed_hash: z.string(),
  first_seen_at: z.string(),
  last_seen_at: z.string(),
  times: z.number(),
})

export const witnessSchema = z.object({
  seq: z.number(),
  hash: z.string(),
  witnessed_at: z.string(),
  witness: z.string(),
})

export const storedEventSchema = z.object({
  seq: z.number(),
  hash: z.string(),
  received_at: z.string(),
  /** The CloudEvent as it was sent, without what was erased since; null for a tombstone. */
  event: z.record(z.string(), z.unknown()).nullable(),
  rejected: z.object({ code: z.string(), detail: z.string() }).nullable(),
})
