import { activity } from './activity.ts'
import { backups } from './backups.ts'
import { booking } from './booking.ts'
import { catalog } from './catalog.ts'
import { clients } from './clients.ts'
import { day } from './day.ts'
import { dayClose } from './day-close.ts'
import { drawer } from './drawer.ts'
import { earnings } from './earnings.ts'
import { events } from './events.ts'
import { fees } from './fees.ts'
import { groups } from './groups.ts'
import { messages } from './messages.ts'
import { packages } from './packages.ts'
import { opening } from './opening.ts'
import { outcome } from './outcome.ts'
import { account } from './account.ts'
import { payment } from './payment.ts'
import { place } from './place.ts'
import { policy } from './policy.ts'
import { settings } from './settings.ts'
import { series } from './series.ts'
import { setup } from './setup.ts'
import { shell } from './shell.ts'
import { signIn } from './sign-in.ts'
import { staff } from './staff.ts'
import { sync } from './sync.ts'
import { toDecide } from './to-decide.ts'
import { ui } from './ui.ts'
import { undo } from './undo.ts'
import { welcome } from './welcome.ts'

/**
 * Every word the app shows, by feature. Components hold no sentences of their own, so that one
 * reading of this folder is a reading of everything the app says.
 *
 * @example
 * <Button>{words.ui.close}</Button>
 */
export const words = {
  ui,
  shell,
  welcome,
  place,
  setup,
  signIn,
  day,
  booking,
  toDecide,
  groups,
  catalog,
  clients,
  packages,
  payment,
  account,
  drawer,
  dayClose,
  series,
  activity,
  earnings,
  events,
  messages,
  policy,
  settings,
  backups,
  staff,
  opening,
  outcome,
  fees,
  undo,
  sync,
} as const
