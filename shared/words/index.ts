import { booking } from './booking.ts'
import { day } from './day.ts'
import { payment } from './payment.ts'
import { ui } from './ui.ts'

/**
 * Every word the app shows, by feature. Components hold no sentences of their own, so that one
 * reading of this folder is a reading of everything the app says.
 *
 * @example
 * <Button>{words.ui.close}</Button>
 */
export const words = { ui, day, booking, payment } as const
