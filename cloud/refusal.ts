import { syncRefusals, type SyncRefusal, type SyncRefusalCode } from '../shared/sync-protocol.ts'

/** What a refusal tells besides its code. */
type Facts = Omit<SyncRefusal, 'code' | 'message'>

/** Why a request is refused; a value that decisions return. */
export interface Refusal {
  readonly code: SyncRefusalCode
  readonly facts: Facts
}

/** @example refuse('gap', { expected: 12 }) */
export function refuse(code: SyncRefusalCode, facts: Facts = {}): Refusal {
  return { code, facts }
}

/**
 * Carries a refusal through Fastify, whose hooks and body parsers know no other way to end a
 * request. Only files that hold routes or hooks throw it.
 */
export class RefusedRequest extends Error {
  readonly refusal: Refusal
  /** For `429` and `503`: when to come again. */
  readonly retryAfterSeconds: number | null

  constructor(refusal: Refusal, retryAfterSeconds: number | null = null) {
    super(refusal.code)
    this.refusal = refusal
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** The body of an answer that refuses. */
export function refusalBody({ code, facts }: Refusal): SyncRefusal {
  return { code, message: syncRefusals[code].message, ...facts }
}
