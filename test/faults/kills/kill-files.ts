import { join } from 'node:path'
import type { Result } from '../../../shared/result.ts'
import type { Intent } from '../support/intent.ts'

/** A command as it was sent. */
export interface Sent extends Intent {
  readonly commandId: string
}

/** A command's answer, written down after it came. */
export interface Acknowledged {
  readonly commandId: string
  readonly name: string
  readonly result: Result<unknown>
}

/** Where everything of one killed studio lies. */
export function killPaths(folder: string) {
  return {
    studio: join(folder, 'studio.db'),
    sent: join(folder, 'sent.jsonl'),
    acknowledged: join(folder, 'acknowledged.jsonl'),
  }
}
