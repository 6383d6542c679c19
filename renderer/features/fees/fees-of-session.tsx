import type { ReactNode } from 'react'
import { words } from '../../../shared/words/index.ts'
import { useQueryOf } from '../../app/api.ts'
import { FeeList } from './fee-list.tsx'

/** The fees of one session, under its facts. Nothing while there are none. */
export function FeesOfSession({ appointmentId }: { appointmentId: string }): ReactNode {
  const fees = useQueryOf('fees.list', { appointmentId })
  if (!fees.data || fees.data.length === 0) return null
  return (
    <section aria-label={words.fees.title}>
      <FeeList fees={fees.data} showsSession={false} />
    </section>
  )
}
