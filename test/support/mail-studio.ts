import type { OutboxMessage } from '../../shared/messages.ts'
import type { Seen } from './as-seen.ts'
import { bookSession } from './book-session.ts'
import type { MailServer } from './mail-server.ts'
import { openTestStudio, type TestStudio } from './open-test-studio.ts'
import { valueOf } from './read-result.ts'

type Settings = Seen<'messages.saveSettings'>

/** Of a trainer who wants to hear everything. */
export const toldOfAll = {
  email: 'ana@example.org',
  booked: true,
  moved: true,
  cancelled: true,
  withinHours: null,
}

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

/**
 * A studio whose manager has set the mail server up. The manager is signed in.
 *
 * @param delayMinutes how long a message waits before it leaves
 */
export function openMailStudio(
  port: number,
  changes: Partial<Settings> = {},
  delayMinutes = 0,
): TestStudio {
  const studio = openTestStudio()
  studio.signIn('manager')
  valueOf(studio.command('messages.saveSettings', plainSettings(port, changes)))
  setDelay(studio, delayMinutes)
  return studio
}

/** Lets messages leave so many minutes after the act. A manager is signed in. */
export function setDelay(studio: TestStudio, messageDelayMinutes: number): void {
  const { date, policy } = valueOf(studio.call('policy.current', {}))
  if (policy.messageDelayMinutes === messageDelayMinutes) return
  const input = { effectiveFrom: date, policy: { ...policy, messageDelayMinutes } }
  valueOf(studio.command('policy.save', input))
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

/** The messages as the desk sees them, oldest first. */
export function messagesOf(studio: TestStudio): readonly OutboxMessage[] {
  return valueOf(studio.call('messages.outbox', { limit: 200 })).messages.toReversed()
}

/** So many minutes later, everything that may leave has left. */
export async function sendLater(studio: TestStudio, minutes: number): Promise<void> {
  studio.deliver()
  studio.clock.advance({ minutes })
  await studio.app.sender.drain()
}

/** What was taken, oldest first: `cleo Booked`, by the part before the `@`. */
export function toldBy(server: MailServer): string[] {
  return server.taken.map(
    ({ to, headers }) => `${to.split('@')[0]} ${headers['subject']!.split(':')[0]}`,
  )
}

/** The studio cancels a session, or one seat of it. */
export function cancelByStudio(studio: TestStudio, appointmentId: string, seatId?: string) {
  return valueOf(
    studio.agree('appointments.cancel', {
      appointmentId,
      ...(seatId !== undefined && { seatId }),
      by: 'studio',
      reason: 'trainer_unavailable',
      refund: false,
    }),
  )
}
