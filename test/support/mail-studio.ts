import type { InputOf } from '../../shared/contract.ts'
import type { Contracts } from '../../shared/contracts.ts'
import type { OutboxMessage } from '../../shared/messages.ts'
import { bookSession } from './book-session.ts'
import { openTestStudio, type TestStudio } from './open-test-studio.ts'
import { valueOf } from './read-result.ts'

type Settings = InputOf<Contracts['messages.saveSettings']>

/** Settings for a mail server on this computer that asks for no password. */
export function plainSettings(port: number, changes: Partial<Settings> = {}): Settings {
  return {
    enabled: true,
    host: '127.0.0.1',
    port,
    security: 'none',
    userName: null,
    fromName: 'Harbour Street Studio',
    fromAddress: 'desk@harbour.example',
    ...changes,
  }
}

/** A studio whose manager has set the mail server up. The manager is signed in. */
export function openMailStudio(port: number, changes: Partial<Settings> = {}): TestStudio {
  const studio = openTestStudio()
  studio.signIn('manager')
  valueOf(studio.command('messages.saveSettings', plainSettings(port, changes)))
  return studio
}

/** A client who agreed to be written to. */
export const reachable = (name = 'Cleo Client', email = 'cleo@example.org') => ({
  client: { kind: 'new' as const, client: { name, email, messagesConsent: true } },
})

/** Books for a client who agreed to be written to, and lets the message be queued. */
export function bookReachable(studio: TestStudio, start: string, who = reachable()): string {
  const id = bookSession(studio, start, who)
  studio.deliver()
  return id
}

/** The messages to clients as the desk sees them, oldest first. */
export function messagesOf(studio: TestStudio): readonly OutboxMessage[] {
  return valueOf(studio.call('messages.outbox', { limit: 200 })).messages.toReversed()
}
