import { RotateCcw } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { AppointmentDetail } from '../../../shared/appointments.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { useSignedIn } from '../../app/session.tsx'
import { Button } from '../../ui/button.tsx'
import { useSay } from './say.tsx'
import type { SlotDraft } from './slot-draft.ts'
import { allowanceOf, noOverrides, overrideOf, SlotOverrides } from './slot-overrides.tsx'
import styles from './take-back.module.css'
import { slotOf } from './use-desk.ts'
import { useTwoApprovals } from './use-two-approvals.ts'

export interface TakeBackProps {
  appointment: AppointmentDetail
  onFocusSession: (appointmentId: string, slot: SlotDraft) => void
}

/** Takes a cancellation back, through the rules of a new booking. */
export function TakeBack({ appointment, onFocusSession }: TakeBackProps): ReactNode {
  const reinstate = useCommand('appointments.reinstate', { toastFailures: true })
  const say = useSay()
  const approved = useTwoApprovals()
  const { session } = useSignedIn()
  const [overrides, setOverrides] = useState(noOverrides)
  // Refused once for what may be overruled: the second press says why it is wanted all the same.
  const [refused, setRefused] = useState<ReadonlySet<string>>(new Set())
  async function run(): Promise<void> {
    const input = { appointmentId: appointment.id, ...allowanceOf(overrides) }
    const result = await approved(({ outside_hours: approvalId, waive: waiveApprovalId }) =>
      reinstate.run({ ...input, approvalId, waiveApprovalId }),
    )
    if (!result.ok && overrideOf(result.error.code)) {
      setRefused(new Set([...refused, result.error.code]))
    }
    if (!result.ok) return
    onFocusSession(appointment.id, slotOf(appointment, appointment.timeZone))
    const title = words.booking.reinstated(appointment.clientName, appointment.localStart.slice(11))
    say.done({ title }, result.value.undo)
  }
  return (
    <div className={styles.takeBack}>
      <SlotOverrides
        codes={refused}
        overrides={overrides}
        onOverrides={setOverrides}
        isManager={session.role === 'manager'}
        failure={reinstate.failure}
      />
      <Button
        icon={RotateCcw}
        size="lg"
        isFullWidth
        isPending={reinstate.isPending}
        onPress={() => void run()}
      >
        {words.booking.takeBack}
      </Button>
      <p className={styles.help}>{words.booking.takeBackHelp}</p>
    </div>
  )
}
