import { instantFrom } from '../../../shared/time.ts'
import type { SqlServer } from '../../storage/sql-server.ts'
import type { OutsideWorker } from '../worker.ts'
import { sendWebhook, webhookTimeoutMs } from './send-webhook.ts'
import { readWebhook, turnOffWebhook } from './webhook-settings.ts'

/** Tests tell another time, and wait less. */
interface NotificationTimes {
  readonly clock?: () => number
  readonly timeoutMs?: number
}

/**
 * Tells a studio's own systems what became of its sessions, by the webhook that was set for it. They
 * know who is behind the ids and may write to them: the log holds no name and no address.
 *
 * At least once; `webhook-id` is the same each time.
 */
export function notificationsWorker(
  server: SqlServer,
  { clock = Date.now, timeoutMs = webhookTimeoutMs }: NotificationTimes = {},
): OutsideWorker {
  return {
    kind: 'outside',
    name: 'notifications',
    pattern: 'appointment.* seat.* waitlist.*',
    // Sixteen tries take about half a day on average.
    maxAttempts: 16,
    backoff: { baseMs: 10_000, capMs: 3 * 60 * 60_000 },

    async wants({ tenantId, receivedAt }, connection) {
      const webhook = await readWebhook(connection, tenantId)
      if (!webhook || webhook.turnedOffAt !== null) return false
      return receivedAt >= webhook.since
    },

    async handle(event, key) {
      const webhook = await readWebhook(server, event.tenantId)
      if (!webhook) return
      const { id, type, time, subject, data } = event
      const body = JSON.stringify({ type, timestamp: time, id, subject, data })
      const answer = await sendWebhook(webhook, key, body, { nowMs: clock(), timeoutMs })
      if (answer === 'gone') {
        await turnOffWebhook(server, event.tenantId, webhook, instantFrom(clock()))
      }
    },
  }
}
