import { useState, type ReactNode } from 'react'
import { formatMoney } from '../../../shared/money.ts'
import { shownOf } from '../../../shared/shown.ts'
import type { WaiverReason } from '../../../shared/waiver.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
import { attendanceOf, OutcomeDialog, type AttendanceProps } from './outcome-dialog.tsx'
import { sayNoShow } from './say-consequence.ts'
import { useSay } from './say.tsx'
import { useTwoApprovals, waiverOf } from './use-two-approvals.ts'
import { WaiverFields } from './waiver-fields.tsx'

export interface NoShowDialogProps extends AttendanceProps {
  onClose: () => void
  onMarked: () => void
}

/** Marks a client as not come. What it costs, and what is forgiven, stands before the button. */
export function NoShowDialog(props: NoShowDialogProps): ReactNode {
  const { appointment, onClose, onMarked } = props
  const { currency, timeZone } = appointment
  const { key, clientName } = attendanceOf(props)
  const mark = useCommand('appointments.noShow')
  const approved = useTwoApprovals()
  const say = useSay()
  const [waived, setWaived] = useState<WaiverReason | null>(null)
  const [isRefunding, setRefunding] = useState(false)
  const query = useQueryOf(
    'appointments.noShowConsequence',
    { ...key, waived: waived !== null },
    { keepPrevious: true },
  )
  const consequence = query.data
  const isWaivable = consequence?.isTaken === true || waived !== null

  async function submit(): Promise<void> {
    if (!consequence) return
    const result = await approved((given) =>
      mark.run({
        ...key,
        refund: isRefunding && consequence.refundDueMinor > 0,
        shown: shownOf(consequence),
        ...waiverOf(waived, given),
        ...(given.refund && { refundApprovalId: given.refund }),
      }),
    )
    if (!result.ok) return
    say.done({ title: words.outcome.markedNoShow(clientName) }, result.value.undo)
    onMarked()
  }

  return (
    <OutcomeDialog
      appointment={appointment}
      title={words.outcome.noShowTitle(clientName)}
      keep={words.outcome.notYet}
      confirm={
        consequence && consequence.feeMinor > 0
          ? words.outcome.confirmNoShowFee(formatMoney(consequence.feeMinor, currency))
          : words.outcome.confirmNoShow
      }
      said={consequence && sayNoShow(consequence, currency, timeZone)}
      query={query}
      refund={{ settlement: consequence, value: isRefunding, onChange: setRefunding }}
      command={mark}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      {isWaivable && (
        <WaiverFields
          value={waived}
          onChange={(reason) => {
            setWaived(reason)
            mark.clear()
          }}
        />
      )}
    </OutcomeDialog>
  )
}
