import { accessRefusals } from './refusals/access-refusals.ts'
import { backupRefusals } from './refusals/backup-refusals.ts'
import { bookingRefusals } from './refusals/booking-refusals.ts'
import { earningRefusals } from './refusals/earning-refusals.ts'
import { fileRefusals } from './refusals/file-refusals.ts'
import { feeRefusals } from './refusals/fee-refusals.ts'
import { drawerRefusals } from './refusals/drawer-refusals.ts'
import { clientRefusals } from './refusals/client-refusals.ts'
import { groupRefusals } from './refusals/group-refusals.ts'
import { logRefusals } from './refusals/log-refusals.ts'
import { messageRefusals } from './refusals/message-refusals.ts'
import { moneyRefusals } from './refusals/money-refusals.ts'
import { packageRefusals } from './refusals/package-refusals.ts'
import { shownRefusals } from './refusals/shown-refusals.ts'
import { syncRefusals } from './refusals/sync-refusals.ts'
import { staffRefusals } from './refusals/staff-refusals.ts'

/**
 * Every "no" the application can say: a stable code, a sentence, and what to do next.
 * Main makes the sentence, so the log, the window and the command line say the same words.
 */
const entries = {
  ...accessRefusals,
  ...staffRefusals,
  ...bookingRefusals,
  ...feeRefusals,
  ...clientRefusals,
  ...groupRefusals,
  ...logRefusals,
  ...messageRefusals,
  ...moneyRefusals,
  ...shownRefusals,
  ...packageRefusals,
  ...drawerRefusals,
  ...earningRefusals,
  ...backupRefusals,
  ...syncRefusals,
  ...fileRefusals,
} satisfies Record<string, (params: never) => { message: string; nextStep: string }>

export const refusals = entries

/** A stable code that tests, handlers and support may rely on. */
export type RefusalCode = keyof typeof entries

/** What the sentence of a code needs to be said. */
export type RefusalParams<C extends RefusalCode> = Parameters<(typeof entries)[C]>[0]
