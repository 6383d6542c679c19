import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { words } from '../../../shared/words/index.ts'
import { Button } from '../../ui/button.tsx'
import { Select } from '../../ui/select.tsx'
import { isFiltering, shortId, typeChoices, type LogFilter } from './log-filter.ts'
import styles from './log-filters.module.css'
import { PersonFilter } from './person-filter.tsx'

const everything = 'everything'

const typeOptions = [
  { value: everything, label: words.events.filter.allTypes },
  ...typeChoices().map(({ value, label, isFamily }) => ({
    value,
    label,
    ...(isFamily && { description: value }),
  })),
]

export interface LogFiltersProps {
  filter: LogFilter
  onFilter: (filter: LogFilter) => void
  onClear: () => void
}

/** What narrows the log. What was set by a click in an event stands as a chip that takes it away. */
export function LogFilters({ filter, onFilter, onClear }: LogFiltersProps): ReactNode {
  const say = words.events.filter
  const { subject, correlationId } = filter
  return (
    <div role="search" aria-label={say.label} className={styles.bar}>
      <Select
        label={say.type}
        isLabelHidden
        options={typeOptions}
        value={filter.type ?? everything}
        onChange={(type) => onFilter({ ...filter, type: type === everything ? null : type })}
        className={styles.type ?? ''}
      />
      <PersonFilter
        person={filter.person}
        onChange={(person) => onFilter({ ...filter, person })}
        className={styles.person ?? ''}
      />
      {subject && (
        <Chip
          text={say.subject(subject.type, shortId(subject.id))}
          onRemove={() => onFilter({ ...filter, subject: null })}
        />
      )}
      {correlationId !== null && (
        <Chip
          text={say.correlation(shortId(correlationId))}
          onRemove={() => onFilter({ ...filter, correlationId: null })}
        />
      )}
      {isFiltering(filter) && (
        <Button variant="ghost" onPress={onClear}>
          {say.clear}
        </Button>
      )}
    </div>
  )
}

function Chip({ text, onRemove }: { text: string; onRemove: () => void }): ReactNode {
  return (
    <button
      type="button"
      aria-label={words.events.filter.remove(text)}
      className={styles.chip}
      onClick={onRemove}
    >
      {text}
      <X className={styles.remove} aria-hidden />
    </button>
  )
}
