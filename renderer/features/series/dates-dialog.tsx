import { CalendarX2 } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Failure } from '../../../shared/result.ts'
import type { SeriesOccurrence } from '../../../shared/series.ts'
import { words } from '../../../shared/words/index.ts'
import { useQueryOf, type QueryState } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { DateChoices } from './date-choices.tsx'
import styles from './dates-dialog.module.css'
import { countDates, type Choices } from './series-choices.ts'

export interface DatesDialogProps {
  title: string
  subtitle: string
  /** False while the rule above cannot be followed: then there are no dates. */
  isValid: boolean
  preview: QueryState<readonly SeriesOccurrence[]>
  choices: Choices
  onChoices: (choices: Choices) => void
  /** What is to be said of single dates, by their planned start. */
  notes?: ReadonlyMap<string, string>
  /** What leaving a date out means here. */
  skipLabel: string
  /** What all of it costs, and what is to be decided about that. */
  consequence?: ReactNode
  /** What is planned here beside what somebody else made of it; nothing most of the time. */
  versions?: ReactNode
  /** The button, by how many dates it is about. */
  confirm: (count: number) => string
  command: { readonly isPending: boolean; readonly failure: Failure | null }
  onSubmit: () => void
  onClose: () => void
  /** The rule that makes the dates. */
  children?: ReactNode
}

/**
 * Something that is done to many dates at once: the rule above, every date it makes below, each free
 * or with a choice to make, and one button that does all of it or nothing.
 */
export function DatesDialog({
  title,
  subtitle,
  isValid,
  preview,
  choices,
  onChoices,
  notes,
  skipLabel,
  consequence,
  versions,
  confirm,
  command,
  onSubmit,
  onClose,
  children,
}: DatesDialogProps): ReactNode {
  const dates = isValid ? (preview.data ?? []) : []
  const { booked, open } = countDates(dates, choices)
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="lg"
      title={title}
      subtitle={subtitle}
      footer={
        <>
          <span role="status" className={styles.summary}>
            {dates.length > 0 && words.series.summary(booked, open)}
          </span>
          <Button closes>{words.ui.close}</Button>
          <Button
            variant="primary"
            isPending={command.isPending}
            isDisabled={!isValid || booked === 0 || open > 0}
            onPress={onSubmit}
          >
            {confirm(booked)}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        {children}
        {isValid && (
          <Dates
            preview={preview}
            choices={choices}
            onChoices={onChoices}
            notes={notes}
            skipLabel={skipLabel}
          />
        )}
        {consequence}
        <FormError error={command.failure} />
        {versions}
      </div>
    </Dialog>
  )
}

/** The dates of a preview, or why there are none. */
function Dates({
  preview,
  ...rest
}: Pick<DatesDialogProps, 'preview' | 'skipLabel' | 'choices' | 'onChoices' | 'notes'>): ReactNode {
  const trainers = useQueryOf('catalog.list', {}).data?.trainers ?? []
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
  return <DateChoices dates={preview.data} trainers={trainers} {...rest} />
}
