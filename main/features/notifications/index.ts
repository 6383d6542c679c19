import type { messagesContract } from '../../../shared/messages.ts'
import { ok, refuse } from '../../../shared/result.ts'
import { sql, type StudioDatabase } from '../../db/studio-database.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { versionOf } from '../check-version.ts'
import type { HandlersOf } from '../handlers.ts'
import type { Secrets } from '../secrets.ts'
import { findSettings, saveSettings, showSettings } from './message-settings.ts'
import type { OutboxSender } from './outbox-sender.ts'
import { readOutbox } from './read-outbox.ts'
import { retryMessage } from './take-message.ts'
import type { TestMessageSender } from './test-message.ts'

export { leaveMessagesToOriginal } from './message-settings.ts'
export { queueMessages } from './queue-messages.ts'
export { queueOffers } from './queue-offers.ts'
export { OutboxSender } from './outbox-sender.ts'
export { Reminders } from './reminders.ts'
export { TestMessageSender } from './test-message.ts'
export type { SendLimits } from './send-by-smtp.ts'

/** The door of the messages: what became of them, and how they are sent. */
export function messagesHandlers(
  database: StudioDatabase,
  bus: EventBus,
  sender: OutboxSender,
  tests: TestMessageSender,
  secrets: Secrets,
): HandlersOf<typeof messagesContract> {
  return {
    'messages.outbox': (page) => ok(readOutbox(database, sender.rest, page)),
    'messages.retry': (tx, { messageId }) => {
      const message = tx.database.first(
        sql.selectFrom('outbox').selectAll().where('id', '=', messageId),
      )
      if (message?.status !== 'failed') return refuse('message_not_failed', {})
      retryMessage(tx, message)
      bus.publish('messages.retried', { messageId, appointmentId: message.appointment_id })
      return ok(null)
    },
    'messages.settings': () => {
      const settings = findSettings(database)
      if (!settings) return ok(null)
      return ok({ ...showSettings(settings), version: versionOf(database, 'mailServer') })
    },
    'messages.saveSettings': (tx, input) => {
      const saved = saveSettings(tx, bus, secrets, input)
      if (saved.ok) tx.afterCommit(() => sender.settingsChanged())
      return saved
    },
    'messages.test': (tx, { to }) => {
      if (!findSettings(tx.database)) return refuse('messages_not_set_up', {})
      if (tests.last?.state === 'sending') return refuse('test_running', {})
      tx.afterCommit(() => void tests.send(to))
      return ok(null)
    },
    'messages.testResult': () => ok(tests.last),
  }
}
