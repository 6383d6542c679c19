import { useState, type ReactNode } from 'react'
import type { Undo } from '../../../shared/contract.ts'
import type { Membership, MembershipChanged } from '../../../shared/packages.ts'
import { words } from '../../../shared/words/index.ts'
import { sayDay } from '../../../shared/words/say-day.ts'
import { useCommand, useQueryOf, useUndo } from '../../app/api.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useToasts } from '../../ui/toast.tsx'
import { ProfileSection } from '../clients/profile-section.tsx'
import { EndDialog } from './end-dialog.tsx'
import { MembershipCard } from './membership-card.tsx'
import { PackageCard } from './package-card.tsx'
import { PauseDialog } from './pause-dialog.tsx'
import styles from './sold-card.module.css'

/** What is asked about before it is done. */
type Asked = { readonly act: 'pause' | 'end'; readonly membership: Membership }

/** What a client bought ahead: what is left of it, until when, and what can be done with it. */
export function FundingSection({ clientId }: { clientId: string }): ReactNode {
  const bought = useQueryOf('packages.ofClient', { clientId })
  const resume = useCommand('memberships.resume', { toastFailures: true })
  const reopen = useCommand('memberships.reopen', { toastFailures: true })
  const [asked, setAsked] = useState<Asked | null>(null)
  const done = useDone()
  const say = words.packages
  const { data } = bought

  function close(title: (until: string) => string) {
    return (changed: MembershipChanged) => {
      setAsked(null)
      done(title(sayDay(changed.endsOn)), changed.undo)
    }
  }

  return (
    <ProfileSection title={say.title}>
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
          {data.memberships.map((membership) => (
            <MembershipCard
              key={membership.id}
              membership={membership}
              today={data.today}
              onPause={() => setAsked({ act: 'pause', membership })}
              onEnd={() => setAsked({ act: 'end', membership })}
              onResume={(pauseId) => {
                void resume.run({ membershipId: membership.id, pauseId }).then((result) => {
                  if (result.ok) close(say.resumed)(result.value)
                })
              }}
              onReopen={() => {
                void reopen.run({ membershipId: membership.id }).then((result) => {
                  if (result.ok) close(say.reopened)(result.value)
                })
              }}
            />
          ))}
          {data.packages.map((sold) => (
            <PackageCard key={sold.id} sold={sold} today={data.today} />
          ))}
        </ul>
      )}
      {data && asked?.act === 'pause' && (
        <PauseDialog
          membership={asked.membership}
          today={data.today}
          onClose={() => setAsked(null)}
          onDone={close(say.paused)}
        />
      )}
      {data && asked?.act === 'end' && (
        <EndDialog
          membership={asked.membership}
          today={data.today}
          onClose={() => setAsked(null)}
          onDone={close(say.endedToast)}
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
