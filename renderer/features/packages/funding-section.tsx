import { Plus } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { Undo } from '../../../shared/contract.ts'
import type { MembershipChanged } from '../../../shared/packages.ts'
import { formatMoney } from '../../../shared/money.ts'
import { words } from '../../../shared/words/index.ts'
import { sayDay } from '../../../shared/words/say-day.ts'
import { useCommand, useQueryOf, useUndo } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useToasts } from '../../ui/toast.tsx'
import { ProfileSection } from '../clients/profile-section.tsx'
import { EndDialog } from './end-dialog.tsx'
import { MembershipCard } from './membership-card.tsx'
import { PackageCard } from './package-card.tsx'
import { PauseDialog } from './pause-dialog.tsx'
import { RefundMembershipDialog } from './refund-membership-dialog.tsx'
import { RefundPackageDialog } from './refund-package-dialog.tsx'
import { RenewDialog } from './renew-dialog.tsx'
import { ResumeDialog } from './resume-dialog.tsx'
import { SellDialog } from './sell-dialog.tsx'
import styles from './sold-card.module.css'

/** What is asked about before it is done, by its id: what is said of it is as it is now. */
type Asked =
  | { readonly act: 'pause' | 'end' | 'renew' | 'refund' | 'refundMonth'; readonly id: string }
  | { readonly act: 'resume'; readonly id: string; readonly pauseId: string }
  | { readonly act: 'sell' }

/** What a client bought ahead: what is left of it, until when, and what can be done with it. */
export function FundingSection({ clientId }: { clientId: string }): ReactNode {
  const bought = useQueryOf('packages.ofClient', { clientId })
  const reopen = useCommand('memberships.reopen', { toastFailures: true })
  const [asked, setAsked] = useState<Asked | null>(null)
  const done = useDone()
  const say = words.packages
  const { data } = bought
  const askedId = asked && 'id' in asked ? asked.id : null
  const membership = data?.memberships.find(({ id }) => id === askedId)
  const sold = data?.packages.find(({ id }) => id === askedId)

  function close(title: (until: string) => string) {
    return (changed: MembershipChanged) => {
      setAsked(null)
      done(title(sayDay(changed.endsOn)), changed.undo)
    }
  }

  return (
    <ProfileSection
      title={say.title}
      actions={
        <Button icon={Plus} isDisabled={!data} onPress={() => setAsked({ act: 'sell' })}>
          {say.sell}
        </Button>
      }
    >
      {!data ? (
        bought.failure ? (
          <ErrorState error={bought.failure} onRetry={bought.refetch} />
        ) : (
          <Skeleton height={72} />
        )
      ) : data.packages.length + data.memberships.length === 0 ? (
        <p className={styles.empty}>{say.none}</p>
      ) : (
        <ul className={styles.list}>
          {data.memberships.map((item) => (
            <MembershipCard
              key={item.id}
              membership={item}
              today={data.today}
              onPause={() => setAsked({ act: 'pause', id: item.id })}
              onRenew={() => setAsked({ act: 'renew', id: item.id })}
              onRefund={() => setAsked({ act: 'refundMonth', id: item.id })}
              onEnd={() => setAsked({ act: 'end', id: item.id })}
              onResume={(pauseId) => setAsked({ act: 'resume', id: item.id, pauseId })}
              onReopen={() => {
                void reopen.run({ membershipId: item.id }).then((result) => {
                  if (result.ok) close(say.reopened)(result.value)
                })
              }}
            />
          ))}
          {data.packages.map((item) => (
            <PackageCard
              key={item.id}
              sold={item}
              today={data.today}
              actions={
                item.refund && (
                  <Button variant="ghost" onPress={() => setAsked({ act: 'refund', id: item.id })}>
                    {say.refund}
                  </Button>
                )
              }
            />
          ))}
        </ul>
      )}
      {data && membership && asked?.act === 'pause' && (
        <PauseDialog
          membership={membership}
          today={data.today}
          onClose={() => setAsked(null)}
          onDone={close(say.paused)}
        />
      )}
      {membership && asked?.act === 'resume' && (
        <ResumeDialog
          membership={membership}
          pauseId={asked.pauseId}
          onClose={() => setAsked(null)}
          onDone={close(say.resumed)}
        />
      )}
      {data && membership && asked?.act === 'end' && (
        <EndDialog
          membership={membership}
          today={data.today}
          onClose={() => setAsked(null)}
          onDone={close(say.endedToast)}
        />
      )}
      {data && asked?.act === 'sell' && (
        <SellDialog clientId={clientId} today={data.today} onClose={() => setAsked(null)} />
      )}
      {membership && asked?.act === 'renew' && (
        <RenewDialog clientId={clientId} membership={membership} onClose={() => setAsked(null)} />
      )}
      {membership && asked?.act === 'refundMonth' && (
        <RefundMembershipDialog
          clientId={clientId}
          membership={membership}
          onClose={() => setAsked(null)}
          onRefunded={(amountMinor) => {
            setAsked(null)
            done(say.refunded(formatMoney(amountMinor, membership.currency)), null)
          }}
        />
      )}
      {sold?.refund && asked?.act === 'refund' && (
        <RefundPackageDialog
          sold={sold}
          refund={sold.refund}
          onClose={() => setAsked(null)}
          onRefunded={({ amountMinor }) => {
            setAsked(null)
            done(say.refunded(formatMoney(amountMinor, sold.currency)), null)
          }}
        />
      )}
    </ProfileSection>
  )
}

/** Says what was done, with its way back. */
function useDone(): (title: string, reverse: Undo | null) => void {
  const toasts = useToasts()
  const undo = useUndo()
  return (title, reverse) =>
    void toasts.show({
      tone: 'success',
      title,
      ...(reverse && { action: { label: words.ui.undo, onPress: () => void undo(reverse) } }),
    })
}
