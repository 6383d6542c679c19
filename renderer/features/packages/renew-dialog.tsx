import { useState, type ReactNode } from 'react'
import type { Membership, MembershipRenewed } from '../../../shared/packages.ts'
import { words } from '../../../shared/words/index.ts'
import { sayDay } from '../../../shared/words/say-day.ts'
import { useCommand } from '../../app/api.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { PaidNotice } from '../payments/paid-notice.tsx'
import { PayForm } from '../payments/pay-form.tsx'

export interface RenewDialogProps {
  clientId: string
  membership: Membership
  onClose: () => void
}

/** Takes one more month of a membership, and says until when it then runs. */
export function RenewDialog({ clientId, membership, onClose }: RenewDialogProps): ReactNode {
  const renew = useCommand('memberships.renew')
  const [renewed, setRenewed] = useState<MembershipRenewed | null>(null)
  const { id: membershipId, name, dueMinor, currency, endsOnIfRenewed } = membership
  const [paidMinor] = useState(dueMinor)
  const say = words.packages
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="sm"
      title={say.renewTitle(name)}
      subtitle={
        renewed
          ? say.renewed(sayDay(renewed.endsOn))
          : endsOnIfRenewed && say.renewUntil(sayDay(endsOnIfRenewed))
      }
    >
      {renewed ? (
        <PaidNotice paid={renewed} amountMinor={paidMinor} currency={currency} onDone={onClose} />
      ) : (
        <PayForm
          clientId={clientId}
          dueMinor={dueMinor}
          currency={currency}
          isPending={renew.isPending}
          failure={renew.failure}
          onEdit={renew.clear}
          onPay={(tenders) => {
            if (endsOnIfRenewed === null) return
            const shown = { endsOn: endsOnIfRenewed }
            const input = { membershipId, amountMinor: dueMinor, tenders, shown }
            void renew.run(input).then((result) => {
              if (result.ok) setRenewed(result.value)
            })
          }}
        />
      )}
    </Dialog>
  )
}
