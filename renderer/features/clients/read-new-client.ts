import { newClientSchema, type NewClient } from '../../../shared/clients.ts'
import { words } from '../../../shared/words/index.ts'

/** A new client as typed. */
export interface NewClientDraft {
  readonly name: string
  readonly phone: string
  readonly email: string
  readonly messagesConsent: boolean
}

/** Which fields are wrong, in words. */
export type NewClientProblems = Partial<Record<'name' | 'phone' | 'email', string>>

/** Reads the typed fields by the contract's own rules. */
export function readNewClient(
  draft: NewClientDraft,
): { ok: true; client: NewClient } | { ok: false; problems: NewClientProblems } {
  const parsed = newClientSchema.safeParse(draft)
  if (parsed.success) return { ok: true, client: parsed.data }
  const wrong = new Set(parsed.error.issues.map((issue) => issue.path[0]))
  return {
    ok: false,
    problems: {
      ...(wrong.has('name') && { name: words.booking.nameMissing }),
      ...(wrong.has('phone') && { phone: words.booking.phoneWrong }),
      ...(wrong.has('email') && { email: words.booking.emailWrong }),
    },
  }
}
