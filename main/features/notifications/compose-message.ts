import type { FitFlowEvent } from '../../../shared/events/event.ts'
import type { SkipReason } from '../../../shared/messages.ts'
import { localDateTimeOf, type Instant, type LocalDateTime } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { sql, type StudioDatabase } from '../../db/studio-database.ts'
import { toEvent, type EventRow } from '../../events/event-log.ts'
import { readStudio } from '../studio/index.ts'
import { writeCalendar } from '../trainer-calendar/index.ts'
import type { SettingsRow } from './message-settings.ts'
import type { OutboxRow } from './outbox-row.ts'
import type { Mail } from './send-by-smtp.ts'

type Slot = FitFlowEvent<
  | 'appointment.created'
  | 'appointment.rescheduled'
  | 'appointment.cancelled'
  | 'appointment.reinstated'
  | 'seat.booked'
  | 'seat.reinstated'
  | 'seat.cancelled'
  | 'waitlist.offered'
>

/**
 * Puts a queued message into words: who and where from today's rows, when from its event, so that
 * each of several messages is true for what it is about.
 *
 * @param now nothing is said about a session that has begun.
 * @returns why there is nothing to send, if there is not.
 */
export function composeMessage(
  database: StudioDatabase,
  settings: SettingsRow,
  message: Pick<OutboxRow, 'kind' | 'event_id' | 'recipient_id'> & { readonly messageId: string },
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
  const row = database.prepare('SELECT * FROM event_log WHERE id = ?').get(message.event_id) as
    | EventRow
    | undefined
  // What is archived already or erased is long past.
  if (!row || row.event_data === null) return 'too_late'
  const event = toEvent(row) as Slot
  if (event.data.startTime <= now) return 'too_late'

  const studio = readStudio(database)
  const nameIn = (table: 'services' | 'trainers', id: string) =>
    database.one(sql.selectFrom(table).select('name').where('id', '=', id)).name
  const { mail } = words.messages
  const facts = {
    client: client.name,
    studio: studio.name,
    service: nameIn('services', event.data.serviceId),
    trainer: nameIn('trainers', event.data.trainerId),
    when: sayTime(event.data.localStart),
    until: localDateTimeOf(event.data.endTime, studio.time_zone).slice(11),
    timeZone: studio.time_zone,
    before:
      event.type === 'appointment.rescheduled'
        ? sayTime(localDateTimeOf(event.data.previousStartTime, studio.time_zone))
        : '',
  }
  const paragraphs = mail.paragraphs[message.kind](facts)
  return {
    messageId: message.messageId,
    from: { name: settings.from_name, address: settings.from_address },
    to: { name: client.name, address: client.email },
    subject: mail.subjects[message.kind](facts),
    text: `${paragraphs.join('\n\n')}\n`,
    html: toHtml(paragraphs),
    // What is only offered is not in anybody's calendar yet.
    ...(message.kind !== 'waitlist_offer' && {
      calendar: writeCalendar({
        name: studio.name,
        method: 'PUBLISH',
        entries: [
          {
            id: event.data.appointmentId,
            start: event.data.startTime,
            end: event.data.endTime,
            status: message.kind === 'cancellation' ? 'cancelled' : 'confirmed',
            // The log numbers an appointment's events from 1.
            sequence: event.subject.seq - 1,
            changedAt: row.created_at,
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
