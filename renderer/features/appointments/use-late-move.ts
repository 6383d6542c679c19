import { useState } from 'react'
import type { CancelConsequence, Settlement } from '../../../shared/attendance.ts'
import { formatMoney } from '../../../shared/money.ts'
import { localDateTimeOf } from '../../../shared/time.ts'
import type { WaiverReason } from '../../../shared/waiver.ts'
import { words } from '../../../shared/words/index.ts'
import { useQueryOf } from '../../app/api.ts'
import { useSignedIn } from '../../app/session.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { localStartOf, type SlotDraft } from './slot-draft.ts'
import type { Move } from './use-desk.ts'
import { useNow } from './use-now.ts'

/** A move that counts as late, said before it is made, and whether it is let go. */
export interface LateMove {
  readonly title: string
  /** What it costs from then on; nothing when it costs nothing. */
  readonly cost: string | null
  /** Null: it is not let go. */
  readonly waiver: WaiverReason | null
  readonly onWaiver: (reason: WaiverReason | null) => void
}

/**
 * Whether a private session on its way leaves its cancellation window too late. Null when it does not,
 * when only trainer or length change, and when it counted as late already.
 */
export function useLateMove(move: Move | null, draft: SlotDraft | null): LateMove | null {
  const { studio } = useSignedIn()
  const now = useNow()
  const [waived, setWaived] = useState<{ id: string; reason: WaiverReason | null } | null>(null)
  const card = move?.card
  const isPrivate = typeof card?.clientId === 'string'
  const { data } = useQueryOf(
    'appointments.cancelConsequence',
    { appointmentId: card?.id ?? '', by: 'client' },
    { enabled: isPrivate },
  )
  if (!move || !draft || !card || !isPrivate || !data || data.movedLate) return null
  const isLate = data.late || now > data.freeUntil
  if (!isLate || localStartOf(draft) === localStartOf(move.from)) return null
  const until = localDateTimeOf(data.freeUntil, studio.timeZone)
  return {
    title: words.outcome.movesLate(`${formatDate(until, 'weekday')}, ${until.slice(11)}`),
    cost: costOf(data, studio.currency),
    waiver: waived?.id === card.id ? waived.reason : null,
    onWaiver: (reason) => setWaived({ id: card.id, reason }),
  }
}

function costOf(consequence: CancelConsequence, currency: string): string | null {
  return consequence.isTaken ? formatLateCost(consequence, currency) : null
}

/** What a session that was moved too late costs when it is cancelled afterwards. */
export function formatLateCost(
  { stake, feeMinor }: Pick<Settlement, 'stake' | 'feeMinor'>,
  currency: string,
): string {
  const { outcome } = words
  if (stake === 'credit') return outcome.movesLateCredit
  if (stake === 'session') return outcome.movesLateSession
  return outcome.movesLateFee(formatMoney(feeMinor, currency))
}
