import type { ReactNode } from 'react'
import type { Membership, MembershipChanged } from '../../../shared/packages.ts'
import { words } from '../../../shared/words/index.ts'
import { sayDay } from '../../../shared/words/say-day.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
import styles from './membership-dialog.module.css'
import { MembershipDialog } from './membership-dialog.tsx'
import { MovedMonths } from './pause-dialog.tsx'

/** Ends a pause early; says until when the membership runs then, and what changes its month. */
export function ResumeDialog({
  membership,
  pauseId,
  onClose,
  onDone,
}: {
  membership: Membership
  pauseId: string
  onClose: () => void
  onDone: (changed: MembershipChanged) => void
}): ReactNode {
  const resume = useCommand('memberships.resume')
  const input = { membershipId: membership.id, pauseId }
  const query = useQueryOf('memberships.resumeConsequence', input)
  const consequence = query.failure ? undefined : query.data
  const say = words.packages

  async function submit(): Promise<void> {
    if (!consequence) return
    const result = await resume.run({ ...input, shown: { endsOn: consequence.endsOn } })
    if (result.ok) onDone(result.value)
  }

  return (
    <MembershipDialog
      title={say.resumeTitle(membership.name)}
      leave={say.keepPause}
      confirm={say.resume}
      isPending={resume.isPending}
      isDisabled={!consequence}
      failure={resume.failure}
      onSubmit={submit}
      onClose={onClose}
    >
      {consequence && <p className={styles.means}>{say.resumeMeans(sayDay(consequence.endsOn))}</p>}
      <MovedMonths consequence={consequence} failure={query.failure} />
    </MembershipDialog>
  )
}
