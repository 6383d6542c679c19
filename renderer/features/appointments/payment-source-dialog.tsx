import { useState, type ReactNode } from 'react'
import type {
  AppointmentDetail,
  AppointmentMoney,
  AppointmentStatus,
} from '../../../shared/appointments.ts'
import { formatMoney } from '../../../shared/money.ts'
import type { FundingOption, PaymentSource } from '../../../shared/packages.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { Select } from '../../ui/select.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { keyOf, shownWith, wishOf } from '../packages/funding-choice.ts'
import { sayLeft } from '../packages/funding-field.tsx'
import { useSay } from './say.tsx'

/** A private session, or a seat. */
interface Part {
  readonly status: AppointmentStatus
  readonly clientId: string | null
  readonly clientName: string
  readonly money: AppointmentMoney | null
  readonly paymentSource: PaymentSource | null
}

/** A part that is still to come, and that the studio has no money for. */
type OpenPart = Part & {
  readonly clientId: string
  readonly money: AppointmentMoney
  readonly paymentSource: PaymentSource
}

export interface PaymentSourceDialogProps {
  appointment: AppointmentDetail
  part: OpenPart
  seatId?: string
  onClose: () => void
}

/** Whether it is offered to pay something from another source: what is paid is refunded first. */
export function canChangeSource<P extends Part>(part: P): part is P & OpenPart {
  const { status, clientId, money, paymentSource } = part
  if (clientId === null || money === null || paymentSource === null) return false
  const isOpen = status === 'booked' || status === 'checked_in'
  return isOpen && money.status !== 'paid' && money.status !== 'part_refunded'
}

interface Choice {
  readonly key: string
  /** Null: by itself. */
  readonly option: FundingOption | null
  readonly label: string
  readonly description: string
}

/** Changes what a booked session is paid with. What it means stands before the button. */
export function PaymentSourceDialog({
  appointment,
  part,
  seatId,
  onClose,
}: PaymentSourceDialogProps): ReactNode {
  const { id: appointmentId, serviceId, serviceName, localStart, currency } = appointment
  const { clientId, clientName, money, paymentSource: current } = part
  const change = useCommand('appointments.changePaymentSource')
  const say = useSay()
  const [wanted, setWanted] = useState<string | null>(null)
  const options = useQueryOf('packages.funding', {
    clientId,
    serviceId,
    date: localStart.slice(0, 10),
  })
  const text = words.packages
  const currentKey = current.kind === 'single' ? 'single' : keyOf(current)
  const single: Choice = {
    key: 'single',
    option: null,
    label: text.bySingle(formatMoney(money.priceMinor, currency)),
    description: text.bySingleHelp,
  }
  const ahead = (options.data ?? []).map((option) => ({
    key: keyOf(option),
    option,
    label: option.name,
    description: sayLeft(option),
  }))
  const choices: Choice[] = [...ahead, single].filter(({ key }) => key !== currentKey)
  const chosen = choices.find(({ key }) => key === wanted) ?? choices[0]

  async function submit(): Promise<void> {
    if (!chosen) return
    const result = await change.run({
      appointmentId,
      ...(seatId !== undefined && { seatId }),
      funding: wishOf(chosen.option),
      shown: shownWith(chosen.option, money.priceMinor),
    })
    if (!result.ok) return
    say.done({ title: text.sourceChanged(clientName) }, result.value.undo)
    onClose()
  }

  return (
    <FormDialog
      onClose={onClose}
      size="sm"
      title={text.changeSource}
      subtitle={`${clientName}, ${serviceName}, ${formatDate(localStart, 'weekday')}, ${localStart.slice(11)}`}
      cancel={words.booking.keepAsIs}
      action={text.confirmSource}
      isPending={change.isPending}
      isDisabled={!options.data || !chosen}
      onSubmit={submit}
    >
      {options.failure ? (
        <ErrorState error={options.failure} onRetry={options.refetch} />
      ) : !options.data ? (
        <Skeleton height={84} />
      ) : chosen ? (
        <>
          <Select
            label={text.paidWith}
            description={chosen.description}
            options={choices.map(({ key: value, label, description }) => ({
              value,
              label,
              description,
            }))}
            value={chosen.key}
            onChange={(key) => {
              setWanted(key)
              change.clear()
            }}
          />
          <p aria-live="polite">
            {text.sourceLeft(current, formatMoney(money.priceMinor, currency))}
          </p>
        </>
      ) : (
        <p>{text.noOtherSource}</p>
      )}
      <FormError error={change.failure} />
    </FormDialog>
  )
}
