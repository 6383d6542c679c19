import { FolderOpen } from 'lucide-react'
import type { ReactNode } from 'react'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import styles from './calendar-file-list.module.css'
import { SideSection } from './side-section.tsx'

/** Where the trainers' calendar files are. */
export function CalendarFileList(): ReactNode {
  const feeds = useQueryOf('calendar.feeds', {})
  const show = useCommand('calendar.show', { toastFailures: true })
  return (
    <SideSection title={words.messages.calendars}>
      <p className={styles.hint}>{words.messages.calendarsHint}</p>
      {feeds.data ? (
        <ul className={styles.list}>
          {feeds.data.map(({ trainerId, trainerName, file, writtenAt }) => (
            <li key={trainerId} className={styles.item}>
              <div className={styles.text}>
                <p className={styles.name}>{trainerName}</p>
                <p className={styles.when}>
                  {writtenAt
                    ? words.messages.calendarWritten(
                        `${formatDate(writtenAt, 'weekday')} ${writtenAt.slice(11)}`,
                      )
                    : words.messages.calendarNone}
                </p>
                {writtenAt && <p className={styles.file}>{file}</p>}
              </div>
              {writtenAt && (
                <IconButton
                  icon={FolderOpen}
                  label={words.messages.calendarShowOf(trainerName)}
                  tooltipPlacement="left"
                  onPress={() => void show.run({ trainerId })}
                />
              )}
            </li>
          ))}
        </ul>
      ) : feeds.failure ? (
        <ErrorState error={feeds.failure} onRetry={feeds.refetch} />
      ) : (
        <div aria-busy>
          <Skeleton height={96} />
        </div>
      )}
    </SideSection>
  )
}
