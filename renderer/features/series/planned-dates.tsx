import { CalendarX2 } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Trainer } from '../../../shared/catalog.ts'
import type { SeriesOccurrence } from '../../../shared/series.ts'
import { words } from '../../../shared/words/index.ts'
import type { QueryState } from '../../app/api.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { DateChoices } from './date-choices.tsx'
import type { Choices } from './series-choices.ts'
import styles from './series-dialog.module.css'

export interface PlannedDatesProps {
  /** False while the rule above cannot be followed. */
  isValid: boolean
  preview: QueryState<readonly SeriesOccurrence[]>
  choices: Choices
  onChoices: (choices: Choices) => void
  trainers: readonly Trainer[]
  skipLabel: string
}

/** The dates of a preview, or why there are none. */
export function PlannedDates({ isValid, preview, ...rest }: PlannedDatesProps): ReactNode {
  if (!isValid) return null
  if (preview.failure) return <ErrorState error={preview.failure} onRetry={preview.refetch} />
  if (!preview.data) {
    return (
      <div role="status" aria-busy aria-label={words.series.planning} className={styles.loading}>
        {[1, 2, 3, 4].map((line) => (
          <Skeleton key={line} height={40} />
        ))}
      </div>
    )
  }
  if (preview.data.length === 0) {
    return (
      <EmptyState icon={CalendarX2} title={words.series.noDates} body={words.series.noDatesBody} />
    )
  }
  return <DateChoices dates={preview.data} {...rest} />
}
