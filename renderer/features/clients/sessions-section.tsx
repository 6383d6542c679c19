import { CalendarDays } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ClientSession } from '../../../shared/clients.ts'
import type { LocalDate } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { useQueryOf } from '../../app/api.ts'
import { useOpenDay } from '../../app/day-request.ts'
import { Button } from '../../ui/button.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Table } from '../../ui/table.tsx'
import { ProfileSection } from './profile-section.tsx'
import styles from './client-form.module.css'

const columns = [
  {
    id: 'when',
    header: words.clients.when,
    isRowHeader: true,
    cell: (row: ClientSession) => whenOf(row),
  },
  { id: 'service', header: words.booking.service, cell: (row: ClientSession) => row.serviceName },
  { id: 'trainer', header: words.booking.trainer, cell: (row: ClientSession) => row.trainerName },
  {
    id: 'status',
    header: words.clients.status,
    cell: (row: ClientSession) => words.booking.statuses[row.status],
  },
  {
    id: 'open',
    header: words.clients.day,
    align: 'end' as const,
    cell: (row: ClientSession) => <OpenInDay session={row} />,
  },
]

/** What is to come. */
export function UpcomingSection({ clientId }: { clientId: string }): ReactNode {
  return (
    <Sessions
      title={words.clients.upcoming}
      empty={words.clients.noUpcoming}
      clientId={clientId}
      when="upcoming"
    />
  )
}

/** What was, newest first. */
export function PastSection({ clientId }: { clientId: string }): ReactNode {
  return (
    <Sessions
      title={words.clients.past}
      empty={words.clients.noPast}
      clientId={clientId}
      when="past"
    />
  )
}

function Sessions({
  title,
  empty,
  clientId,
  when,
}: {
  title: string
  empty: string
  clientId: string
  when: 'upcoming' | 'past'
}): ReactNode {
  const { data } = useQueryOf('clients.sessions', { clientId, when, limit: 20 })
  return (
    <ProfileSection title={title}>
      {data === undefined ? (
        <div aria-busy>
          <Skeleton height={80} />
        </div>
      ) : data.length === 0 ? (
        <p className={styles.help}>{empty}</p>
      ) : (
        <Table
          label={title}
          columns={columns}
          rows={data}
          keyOf={(row) => row.seatId ?? row.appointmentId}
        />
      )}
    </ProfileSection>
  )
}

function whenOf({ localStart }: ClientSession): string {
  return `${formatDate(localStart, 'medium')}, ${localStart.slice(11)}`
}

/** Goes to the session's day, with the session opened in it. */
function OpenInDay({ session }: { session: ClientSession }): ReactNode {
  const openDay = useOpenDay()
  return (
    <Button
      variant="ghost"
      icon={CalendarDays}
      aria-label={words.clients.openSession(whenOf(session))}
      onPress={() =>
        openDay({
          kind: 'open',
          appointmentId: session.appointmentId,
          date: session.localStart.slice(0, 10) as LocalDate,
        })
      }
    >
      {words.clients.openInDay}
    </Button>
  )
}
