import type { ErasureObstacle } from '../../clients.ts'
import type { Empty } from './empty.ts'

const obstacles = {
  upcoming_sessions: 'cancel the upcoming sessions',
  waiting: 'take them off the waiting lists',
  open_fees: 'have the open fees paid or waive them',
  balance: 'pay the balance out',
  credits: 'refund the packages',
  membership: 'end the membership',
} satisfies Record<ErasureObstacle, string>

/** People. See `../refusals.ts`. */
export const clientRefusals = {
  client_erased: (_: Empty) => ({
    message: 'This client was erased.',
    nextStep: 'Register them anew if they come back.',
  }),
  same_client: (_: Empty) => ({
    message: 'These are one client already.',
    nextStep: 'Choose two different clients.',
  }),
  clients_share_session: (p: { sessions: number }) => ({
    message: `Both are booked in the same session${p.sessions === 1 ? '' : 's'}.`,
    nextStep: 'Cancel one of the two places first, then merge.',
  }),
  notes_too_long: (p: { count: number }) => ({
    message: `The notes of the two are ${p.count} characters too long for one client.`,
    nextStep: 'Shorten the notes of one of them first, then merge.',
  }),
  client_not_settled: (p: { obstacles: readonly ErasureObstacle[] }) => ({
    message: 'This client cannot be erased yet.',
    nextStep: `First ${p.obstacles.map((code) => obstacles[code]).join(', then ')}.`,
  }),
  name_not_confirmed: (_: Empty) => ({
    message: 'That is not the client’s name.',
    nextStep: 'Type the name exactly as it is shown.',
  }),
}
