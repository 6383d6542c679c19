import { ArrowRight } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { Complaint } from '../../ui/error-state.tsx'
import { words } from '../../../shared/words/index.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './move-bar.module.css'
import type { LateMove } from './use-late-move.ts'
import { WaiverFields } from './waiver-fields.tsx'

export interface MoveBarProps {
  clientName: string
  /** Where it is and where it would be, in words. */
  from: string
  to: string
  /** What stands in the way; null when it may go there. */
  problem: Complaint | null
  isPending: boolean
  onMove: () => void
  onLeave: () => void
  /** It counts as late, and may be let go. */
  late?: LateMove | null | undefined
  /** With it, a refusal can be overruled right here, for a reason. */
  override?: { label: string; onConfirm: (reason: string) => void } | undefined
  /** It was moved elsewhere meanwhile: where to, and what to do about that. */
  versions?: ReactNode
}

/** Says at the foot of the day what is being moved where, and waits for Enter or Esc. */
export function MoveBar({
  clientName,
  from,
  to,
  problem,
  isPending,
  onMove,
  onLeave,
  late,
  override,
  versions,
}: MoveBarProps): ReactNode {
  return (
    <div role="region" aria-label={words.day.moving(clientName)} className={styles.bar}>
      <div className={styles.text}>
        <p className={styles.title}>
          <strong>{words.day.moving(clientName)}</strong>
          <span className={styles.from}>{from}</span>
          <ArrowRight className={styles.arrow} aria-hidden />
          <span className={styles.to}>{to}</span>
        </p>
        <p role="status" className={styles.problem}>
          {problem && `${problem.message} ${problem.nextStep ?? ''}`}
        </p>
        <p role="status" className={styles.late}>
          {late &&
            (late.waiver === null
              ? `${late.title} ${late.cost ?? ''}`
              : words.outcome.movesLateWaived)}
        </p>
        {versions}
      </div>
      {late && (
        <div className={styles.waiver}>
          <WaiverFields value={late.waiver} onChange={late.onWaiver} isCompact />
        </div>
      )}
      {override && <Overrule key={override.label} {...override} isPending={isPending} />}
      <Button variant="ghost" shortcut="Esc" onPress={onLeave}>
        {words.day.leave}
      </Button>
      {!versions && (
        <Button variant="primary" shortcut="Enter" onPress={onMove} isPending={isPending}>
          {words.day.move}
        </Button>
      )}
    </div>
  )
}

/** First the button, then the reason it needs. */
function Overrule({
  label,
  onConfirm,
  isPending,
}: NonNullable<MoveBarProps['override']> & { isPending: boolean }): ReactNode {
  const [reason, setReason] = useState<string | null>(null)
  if (reason === null) return <Button onPress={() => setReason('')}>{label}</Button>
  return (
    <form
      className={styles.overrule}
      onSubmit={(event) => {
        event.preventDefault()
        if (reason.trim() !== '') onConfirm(reason)
      }}
    >
      <TextField
        label={words.booking.exceptionReason}
        isLabelHidden
        value={reason}
        onChange={setReason}
        placeholder={words.booking.exceptionReasonPlaceholder}
        maxLength={200}
        autoFocus
      />
      <Button type="submit" isPending={isPending} isDisabled={reason.trim() === ''}>
        {label}
      </Button>
    </form>
  )
}
