import type { SkipReason } from '../../../shared/messages.ts'
import { localDateTimeOf, type Instant, type LocalDateTime } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { sql, type StudioDatabase } from '../../db/studio-database.ts'
import { readStudio } from '../studio/index.ts'
import { writeCalendar } from '../trainer-calendar/index.ts'
import { findSession } from './find-session.ts'
import type { SettingsRow } from './message-settings.ts'
import type { OutboxRow } from './outbox-row.ts'
import type { Mail } from './send-by-smtp.ts'

/**
 * Puts a queued message into words: who and where from today's rows, when from what it is about.
 *
 * @param now nothing is said about a session that has begun.
 * @returns why there is nothing to send, if there is not.
 */
export function composeMessage(
  database: StudioDatabase,
  settings: SettingsRow,
  message: OutboxRow & { readonly messageId: string },
  now: Instant,
): Mail | SkipReason {
  const client = database.first(
    sql
      .selectFrom('clients')
      .select(['name', 'email', 'messages_consent'])
      .where('id', '=', message.recipient_id),
  )
  if (!client?.email) return 'no_address'
  if (client.messages_consent === 0) return 'no_consent'
  const studio = readStudio(database)
  const session = findSession(database, message, studio.time_zone, now)
  if (typeof session === 'string') return session

  const nameIn = (table: 'services' | 'trainers', id: string) =>
    database.one(sql.selectFrom(table).select('name').where('id', '=', id)).name
  const { mail } = words.messages
  const facts = {
    client: client.name,
    studio: studio.name,
    service: nameIn('services', session.serviceId),
    trainer: nameIn('trainers', session.trainerId),
    when: sayTime(session.localStart),
    until: localDateTimeOf(session.endTime, studio.time_zone).slice(11),
    timeZone: studio.time_zone,
    before: session.movedFrom ? sayTime(session.movedFrom) : '',
  }
  const paragraphs = mail.paragraphs[message.kind](facts)
  return {
    messageId: message.messageId,
    from: { name: settings.from_name, address: settings.from_address },
    to: { name: client.name, address: client.email },
    subject: mail.subjects[message.kind](facts),
    text: `${paragraphs.join('\n\n')}\n`,
    html: toHtml(paragraphs),
    ...(session.change && {
      calendar: writeCalendar({
        name: studio.name,
        method: 'PUBLISH',
        entries: [
          {
            id: session.appointmentId,
            start: session.startTime,
            end: session.endTime,
            status: message.kind === 'cancellation' ? 'cancelled' : 'confirmed',
            sequence: session.change.sequence,
            changedAt: session.change.at,
            summary: mail.calendarTitle(facts),
            organizer: settings.from_address,
          },
        ],
      }),
    }),
  }
}

/** The Message-ID of a message that is sent for the first time. It keeps it. */
export function messageIdOf(id: string, settings: SettingsRow): string {
  return `<${id}@${settings.from_address.split('@').at(-1)}>`
}

/** A message that says nothing but that it arrived. */
export function composeTest(
  settings: SettingsRow,
  studioName: string,
  to: string,
  messageId: string,
): Mail {
  const { test } = words.messages.mail
  const paragraphs = test.paragraphs(studioName)
  return {
    messageId,
    from: { name: settings.from_name, address: settings.from_address },
    to: { name: '', address: to },
    subject: test.subject(studioName),
    text: `${paragraphs.join('\n\n')}\n`,
    html: toHtml(paragraphs),
  }
}

/** `Monday 2 March 2026, 09:00` */
function sayTime(local: LocalDateTime): string {
  const day = longDate.format(new Date(`${local}Z`)).replaceAll(',', '')
  return `${day}, ${local.slice(11)}`
}

// Local times are formatted as if they were UTC: their zone has already been reckoned with.
const longDate = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone: 'UTC' })

function toHtml(paragraphs: readonly string[]): string {
  const body = paragraphs
    .map((text) => `<p>${escapeHtml(text).replaceAll('\n', '<br>')}</p>`)
    .join('\n')
  return `<!doctype html>\n<html lang="en"><body>\n${body}\n</body></html>\n`
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
