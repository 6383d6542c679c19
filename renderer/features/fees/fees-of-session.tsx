import type { ReactNode } from 'react'
import { words } from '../../../shared/words/index.ts'
import { useQueryOf } from '../../app/api.ts'
import { FeeList } from './fee-list.tsx'

/** The fees of one session, under its facts. Nothing while there are none. */
export function FeesOfSession({
  appointmentId,
  isGroup = false,
}: {
  appointmentId: string
  /** Several clients may owe one: each line says who. */
  isGroup?: boolean
}): ReactNode {
  const fees = useQueryOf('fees.list', { appointmentId })
  if (!fees.data || fees.data.length === 0) return null
  return (
    <section aria-label={words.fees.title}>
      <FeeList fees={fees.data} shows={isGroup ? 'client' : null} />
    </section>
  )
}
