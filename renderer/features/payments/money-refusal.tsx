import type { ReactNode } from 'react'
import { formatMoney, type Minor } from '../../../shared/money.ts'
import { dayInDoubt } from '../../../shared/payments.ts'
import type { Failure } from '../../../shared/result.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { useToasts } from '../../ui/toast.tsx'
import { CashShort } from '../drawer/cash-short.tsx'

/**
 * A refusal of a form that takes money or gives it back, with what can be done about it right there: to
 * open the drawer where it is closed, and to confirm the day where the clock is doubtful. Before there is
 * one, whether the drawer holds what is to leave it.
 *
 * @param cashOutMinor what is to leave the drawer as typed so far; null or left out for nothing
 * @param onSolved the refusal no longer holds; what was typed is sent again by the person
 * @example
 * <MoneyRefusal failure={take.failure} onSolved={take.clear} />
 */
export function MoneyRefusal({
  failure,
  cashOutMinor = null,
  onSolved,
}: {
  failure: Failure | null
  cashOutMinor?: Minor | null
  onSolved: () => void
}): ReactNode {
  if (!failure) return <CashShort amountMinor={cashOutMinor} />
  const day = dayInDoubt(failure)
  const isClosed = failure.code === 'drawer_closed'
  const action = day ? (
    <ConfirmDay day={day} onConfirmed={onSolved} />
  ) : (
    isClosed && <OpenDrawer onOpened={onSolved} />
  )
  return <FormError error={failure} action={action} />
}

function OpenDrawer({ onOpened }: { onOpened: () => void }): ReactNode {
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
