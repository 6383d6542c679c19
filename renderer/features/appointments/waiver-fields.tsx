import type { ReactNode } from 'react'
import { waiverReasonSchema, type WaiverReason } from '../../../shared/waiver.ts'
import { words } from '../../../shared/words/index.ts'
import { useSignedIn } from '../../app/session.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Select } from '../../ui/select.tsx'

export interface WaiverFieldsProps {
  /** Null: it is not let go. */
  value: WaiverReason | null
  onChange: (reason: WaiverReason | null) => void
  /** Without the explanation, where there is no room for it. */
  isCompact?: boolean
}

/** Lets a lateness or a no-show go, with a reason. Who is no manager is asked for a manager's PIN. */
export function WaiverFields({ value, onChange, isCompact = false }: WaiverFieldsProps): ReactNode {
  const { session } = useSignedIn()
  const { outcome } = words
  return (
    <>
      <Checkbox
        isSelected={value !== null}
        onChange={(isWaived) => onChange(isWaived ? 'goodwill' : null)}
        {...(!isCompact && {
          description: session.role === 'manager' ? outcome.waiveHelpManager : outcome.waiveHelp,
        })}
      >
        {outcome.waive}
      </Checkbox>
      {value !== null && (
        <Select
          label={outcome.waiveReason}
          options={waiverReasonSchema.options.map((reason) => ({
            value: reason,
            label: outcome.waiveReasons[reason],
          }))}
          value={value}
          onChange={onChange}
        />
      )}
    </>
  )
}
