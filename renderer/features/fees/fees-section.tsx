import type { ReactNode } from 'react'
import { words } from '../../../shared/words/index.ts'
import { useQueryOf } from '../../app/api.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ProfileSection } from '../clients/profile-section.tsx'
import styles from './fee-list.module.css'
import { FeeList } from './fee-list.tsx'

/** A client's fees, on their profile. */
export function FeesSection({ clientId }: { clientId: string }): ReactNode {
  const fees = useQueryOf('fees.list', { clientId })
  return (
    <ProfileSection title={words.fees.title}>
      {fees.data ? (
        fees.data.length === 0 ? (
          <p className={styles.empty}>{words.fees.empty}</p>
        ) : (
          <FeeList fees={fees.data} shows="session" />
        )
      ) : fees.failure ? (
        <ErrorState error={fees.failure} onRetry={fees.refetch} />
      ) : (
        <Skeleton height={48} />
      )}
    </ProfileSection>
  )
}
