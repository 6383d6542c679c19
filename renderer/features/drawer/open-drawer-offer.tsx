import type { ReactNode } from 'react'
import { formatMoney } from '../../../shared/money.ts'
import type { Failure } from '../../../shared/result.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { useToasts } from '../../ui/toast.tsx'

/**
 * Offers what a sale or a refund was refused for: to open the drawer where it is closed, and to confirm
 * the day where the clock is doubtful. Nothing for other refusals.
 *
 * @example
 * <FormError error={take.failure} action={<OpenDrawerOffer failure={take.failure} onOpened={take.clear} />} />
 */
export function OpenDrawerOffer({
  failure,
  onOpened,
}: {
  failure: Failure | null
  onOpened: () => void
}): ReactNode {
  const today = failure?.code === 'clock_unsure' ? failure.details?.['today'] : undefined
  if (typeof today === 'string') return <ConfirmDay day={today} onConfirmed={onOpened} />
  return failure?.code === 'drawer_closed' ? <Offer onOpened={onOpened} /> : null
}

function Offer({ onOpened }: { onOpened: () => void }): ReactNode {
  const status = useQueryOf('drawer.status', {})
  const open = useCommand('drawer.open', { toastFailures: true })
  const toasts = useToasts()
  if (status.data?.state !== 'closed') return null
  const { suggestedFloatMinor, currency } = status.data
  const float = formatMoney(suggestedFloatMinor, currency)

  async function press(): Promise<void> {
    const result = await open.run({ floatMinor: suggestedFloatMinor })
    if (!result.ok) return
    toasts.show({ tone: 'success', title: words.drawer.opened(float) })
    onOpened()
  }

  return (
    <Button isPending={open.isPending} onPress={() => void press()}>
      {words.drawer.openWith(float)}
    </Button>
  )
}

function ConfirmDay({ day, onConfirmed }: { day: string; onConfirmed: () => void }): ReactNode {
  const confirm = useCommand('payments.confirmClock', { toastFailures: true })

  async function press(): Promise<void> {
    const result = await confirm.run({ day })
    if (result.ok) onConfirmed()
  }

  return (
    <Button isPending={confirm.isPending} onPress={() => void press()}>
      {words.payment.confirmDay(formatDate(day, 'medium'))}
    </Button>
  )
}
