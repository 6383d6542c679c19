import type { z } from 'zod'
import { appointmentEvents } from './appointment-events.ts'
import { attendanceEvents } from './attendance-events.ts'
import { backupEvents } from './backup-events.ts'
import { catalogEvents } from './catalog-events.ts'
import { clientEvents } from './client-events.ts'
import { dayEvents } from './day-events.ts'
import { drawerEvents } from './drawer-events.ts'
import { earningEvents } from './earning-events.ts'
import { feeEvents } from './fee-events.ts'
import { groupEvents } from './group-events.ts'
import { logEvents } from './log-events.ts'
import { messageEvents } from './message-events.ts'
import { packageEvents } from './package-events.ts'
import { paymentEvents } from './payment-events.ts'
import { seriesEvents } from './series-events.ts'
import { staffEvents } from './staff-events.ts'
import { studioEvents } from './studio-events.ts'
import { syncEvents } from './sync-events.ts'
import type { EventDeclaration } from './declare-event.ts'

/**
 * Every event there is, declared once per type: what its data holds and which subject it is about.
 * Past tense, facts, opaque ids: no name, phone, e-mail or note ever stands in the log.
 */
export const eventTypes = {
  ...logEvents,
  ...studioEvents,
  ...catalogEvents,
  ...staffEvents,
  ...clientEvents,
  ...appointmentEvents,
  ...attendanceEvents,
  ...feeEvents,
  ...groupEvents,
  ...seriesEvents,
  ...paymentEvents,
  ...packageEvents,
  ...drawerEvents,
  ...dayEvents,
  ...earningEvents,
  ...messageEvents,
  ...backupEvents,
  ...syncEvents,
} satisfies Record<string, EventDeclaration>

export type EventType = keyof typeof eventTypes
export type EventData<T extends EventType> = z.output<(typeof eventTypes)[T]['data']>
