import { activityContract } from './activity.ts'
import { analyticsContract } from './analytics.ts'
import { appointmentsContract } from './appointments.ts'
import { attendanceContract } from './attendance.ts'
import { backupsContract } from './backups.ts'
import { catalogContract } from './catalog.ts'
import { clientsContract } from './clients.ts'
import type { AnyContract } from './contract.ts'
import { dayCloseContract } from './day-close.ts'
import { drawerContract } from './drawer.ts'
import { earningsContract } from './earnings.ts'
import { eventMonitorContract } from './event-monitor.ts'
import { feesContract } from './fees.ts'
import { manageCatalogContract } from './manage-catalog.ts'
import { groupsContract } from './groups.ts'
import { messagesContract } from './messages.ts'
import { packagesContract } from './packages.ts'
import { paymentsContract } from './payments.ts'
import { placeContract } from './place.ts'
import { policyContract } from './policy.ts'
import { seriesContract } from './series.ts'
import { staffContract } from './staff.ts'
import { staffMessagesContract } from './staff-messages.ts'
import { studioContract } from './studio.ts'
import { syncContract } from './sync.ts'
import { toDecideContract } from './to-decide.ts'
import { trainerCalendarContract } from './trainer-calendar.ts'

/** Every channel there is. The router refuses any other name, the renderer cannot even type one. */
export const contracts = {
  ...studioContract,
  ...placeContract,
  ...policyContract,
  ...staffContract,
  ...staffMessagesContract,
  ...catalogContract,
  ...manageCatalogContract,
  ...clientsContract,
  ...appointmentsContract,
  ...toDecideContract,
  ...packagesContract,
  ...attendanceContract,
  ...feesContract,
  ...groupsContract,
  ...seriesContract,
  ...paymentsContract,
  ...drawerContract,
  ...dayCloseContract,
  ...earningsContract,
  ...activityContract,
  ...eventMonitorContract,
  ...messagesContract,
  ...syncContract,
  ...trainerCalendarContract,
  ...backupsContract,
  ...analyticsContract,
} satisfies Record<string, AnyContract>

export type Contracts = typeof contracts
export type ChannelName = keyof Contracts

type NamesOf<K extends AnyContract['kind']> = {
  [N in ChannelName]: Contracts[N]['kind'] extends K ? N : never
}[ChannelName]

export type QueryName = NamesOf<'query'>
export type CommandName = NamesOf<'command'>
