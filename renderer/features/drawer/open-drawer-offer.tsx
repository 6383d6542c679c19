import type { ReactNode } from 'react'
import { formatMoney } from '../../../shared/money.ts'
import type { Failure } from '../../../shared/result.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { useToasts } from '../../ui/toast.tsx'

/**
 * Offers to open the drawer where cash was refused because it is closed. Nothing for other refusals.
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
