import { asciiAddress } from '../../../shared/email-address.ts'
import { localDateTimeOf, type Instant, type LocalDateTime } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import type { ChangeFacts, MailFacts } from '../../../shared/words/mail.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import { readStudio } from '../studio/index.ts'
import { writeCalendar } from '../trainer-calendar/index.ts'
import type { Slot } from './decide-message.ts'
import type { Letter } from './decide-next.ts'
import type { SettingsRow } from './message-settings.ts'
import type { Mail } from './send-by-smtp.ts'

/** Puts what was decided into words, with today's names. */
export function composeMessage(
  database: StudioDatabase,
  settings: SettingsRow,
  message: {
    readonly letter: Letter
    readonly messageId: string
    readonly isForTrainer: boolean
    readonly now: Instant
  },
): Mail {
  const { letter, messageId, isForTrainer, now } = message
  const { recipient, kind, slot, entry } = letter
  const studio = readStudio(database)
  const facts: MailFacts = {
    recipient: recipient.name,
    studio: studio.name,
    timeZone: studio.time_zone,
    ...namesIn(database, slot, studio.time_zone),
    change: letter.change && changeFacts(database, letter.change, studio.time_zone),
    isHandedOver: letter.isHandedOver,
  }
  const { mail } = words.messages
  const { subjects, paragraphs } = isForTrainer
    ? mail.trainer
    : letter.offer
      ? mail.waiting
      : mail.client
  const text = paragraphs[kind](facts)
  return {
    messageId,
    from: { name: settings.from_name, address: settings.from_address },
    to: { name: recipient.name, address: recipient.address },
    subject: subjects[kind](facts),
    text: `${text.join('\n\n')}\n`,
    html: toHtml(text),
    ...(entry && {
      calendar: writeCalendar({
        name: studio.name,
        method: 'PUBLISH',
        entries: [
          {
            id: entry.uid,
            start: slot.startTime,
            end: slot.endTime,
            status: kind === 'cancellation' ? 'cancelled' : 'confirmed',
            sequence: entry.sequence,
            changedAt: now,
            summary: mail.calendarTitle(facts),
            organizer: asciiAddress(settings.from_address) ?? settings.from_address,
          },
        ],
      }),
    }),
  }
}

function namesIn(database: StudioDatabase, slot: Slot, timeZone: string) {
  const nameOf = (table: 'services' | 'trainers' | 'rooms', id: string) =>
    database.prepare(`SELECT name FROM ${table} WHERE id = ?`).pluck().get(id) as string
  return {
    service: nameOf('services', slot.serviceId),
    trainer: nameOf('trainers', slot.trainerId),
    room: slot.roomId === null ? null : nameOf('rooms', slot.roomId),
    when: formatTime(localDateTimeOf(slot.startTime, timeZone)),
    until: localDateTimeOf(slot.endTime, timeZone).slice(11),
  }
}

function changeFacts(
  database: StudioDatabase,
  { slot, before, changed }: NonNullable<Letter['change']>,
  timeZone: string,
): ChangeFacts {
  const was = namesIn(database, before, timeZone)
  const is = namesIn(database, slot, timeZone)
  return {
    // One that reads the same, as in the hour that comes twice, would be no news.
    fromWhen: changed.isMoved && was.when !== is.when ? was.when : null,
    fromUntil: changed.isLonger ? was.until : null,
    fromTrainer: changed.hasOtherTrainer ? was.trainer : null,
    fromRoom: changed.hasOtherRoom ? { name: was.room } : null,
  }
}

/** The Message-ID of a message that is sent for the first time. It keeps it. */
export function messageIdOf(id: string, settings: SettingsRow): string {
  return `<${id}@${asciiAddress(settings.from_address)?.split('@').at(-1) ?? 'localhost'}>`
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
function formatTime(local: LocalDateTime): string {
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
