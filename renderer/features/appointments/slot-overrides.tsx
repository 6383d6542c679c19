import type { ReactNode } from 'react'
import type { Failure } from '../../../shared/result.ts'
import { words } from '../../../shared/words/index.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './slot-problems.module.css'

/** What the person has decided to overrule, and why. */
export interface Overrides {
  readonly allowOutsideHours: boolean
  readonly allowNoBuffer: boolean
  readonly allowClientOverlap: boolean
  readonly reason: string
}

export const noOverrides: Overrides = {
  allowOutsideHours: false,
  allowNoBuffer: false,
  allowClientOverlap: false,
  reason: '',
}

/** The overrides as a command takes them. */
export function allowanceOf({ reason, ...allowed }: Overrides) {
  return { ...allowed, ...(reason.trim() !== '' && { exceptionReason: reason }) }
}

type Allowed = Exclude<keyof Overrides, 'reason'>

/**
 * Which override lets a slot be taken in spite of a refusal; null for what nobody can overrule.
 *
 * @example
 * overrideOf('studio_closed') // 'allowOutsideHours'
 */
export function overrideOf(code: string | undefined): Allowed | null {
  switch (code) {
    case 'studio_closed':
    case 'trainer_away':
    case 'outside_hours':
      return 'allowOutsideHours'
    case 'buffer_needed':
      return 'allowNoBuffer'
    case 'client_busy':
      return 'allowClientOverlap'
    case undefined:
    default:
      return null
  }
}

/** The words on what allows it; the desk is told that a manager's PIN will be asked. */
export function overrideLabel(allowed: Allowed, isManager: boolean): string {
  const say = words.booking
  if (allowed === 'allowClientOverlap') return say.bothAnyway
  if (allowed === 'allowNoBuffer') return isManager ? say.allowNoBuffer : say.allowNoBufferPin
  return isManager ? say.allowOutside : say.allowOutsidePin
}

export interface SlotOverridesProps {
  /** What stands in the way. */
  codes: ReadonlySet<string>
  overrides: Overrides
  onOverrides: (overrides: Overrides) => void
  isManager: boolean
  failure: Failure | null
}

/** A box for each rule that may be overruled here, and the reason that has to be given. */
export function SlotOverrides({
  codes,
  overrides,
  onOverrides,
  isManager,
  failure,
}: SlotOverridesProps): ReactNode {
  const offered = (['allowOutsideHours', 'allowNoBuffer', 'allowClientOverlap'] as const).filter(
    (allowed) => [...codes].some((code) => overrideOf(code) === allowed) || overrides[allowed],
  )
  if (offered.length === 0) return null
  const isAny = offered.some((allowed) => overrides[allowed])
  const isReasonMissing = failure?.code === 'exception_reason_needed'
  return (
    <div className={styles.overrides}>
      {offered.map((allowed) => (
        <Checkbox
          key={allowed}
          isSelected={overrides[allowed]}
          onChange={(isAllowed) => onOverrides({ ...overrides, [allowed]: isAllowed })}
        >
          {overrideLabel(allowed, isManager)}
        </Checkbox>
      ))}
      {isAny && (
        <TextField
          label={words.booking.exceptionReason}
          value={overrides.reason}
          onChange={(reason) => onOverrides({ ...overrides, reason })}
          placeholder={words.booking.exceptionReasonPlaceholder}
          maxLength={200}
          {...(isReasonMissing && { error: words.booking.exceptionReasonMissing })}
        />
      )}
    </div>
  )
}
