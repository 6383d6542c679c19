import { Ellipsis, ListX, Mail, UserCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import type { AppointmentDetail } from '../../../shared/appointments.ts'
import type { GroupSession, Waiting } from '../../../shared/groups.ts'
import { localDateTimeOf, type Instant } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { useSay } from '../appointments/say.tsx'
import styles from './seat-list.module.css'
import { useGiveSeat } from './use-give-seat.ts'

/**
 * The line behind a full session. As soon as a seat is free it is suggested for whoever is first:
 * the desk asks them and confirms.
 */
export function WaitlistSection({
  group,
  appointment,
}: {
  group: GroupSession
  appointment: AppointmentDetail
}): ReactNode {
  const { waiting } = group
  const isFree = group.seats.length < group.capacity
  const [first] = waiting
  const seat = useGiveSeat(appointment, group, first)
  if (waiting.length === 0) return null

  return (
    <section aria-label={words.groups.waitlist} className={styles.section}>
      <div className={styles.head}>
        <h3 className={styles.title}>{words.groups.waitlist}</h3>
        <span className={styles.count}>{words.groups.waitingCount(waiting.length)}</span>
      </div>
      {isFree && first && (
        <div role="status" className={styles.offer}>
          <p className={styles.offerText}>{words.groups.firstInLine(first.clientName)}</p>
          <Button
            variant="primary"
            isPending={seat.isPending}
            aria-label={words.groups.giveSeatTo(first.clientName)}
            onPress={() => void seat.give()}
          >
            {words.groups.giveSeatAt(seat.costs)}
          </Button>
        </div>
      )}
      <ol aria-label={words.groups.waitlistList} className={styles.list}>
        {waiting.map((entry, index) => (
          <WaitingRow
            key={entry.id}
            entry={entry}
            place={index + 1}
            group={group}
            appointment={appointment}
          />
        ))}
      </ol>
    </section>
  )
}

/** One who waits, and what can be done for them. */
function WaitingRow({
  entry,
  place,
  group,
  appointment,
}: {
  entry: Waiting
  place: number
  group: GroupSession
  appointment: AppointmentDetail
}): ReactNode {
  const { id, clientName } = entry
  const { timeZone } = appointment
  const isFree = group.seats.length < group.capacity
  const seat = useGiveSeat(appointment, group, entry)
  const leave = useCommand('groups.leaveWaitlist', { toastFailures: true })
  const offer = useCommand('groups.offerSeat', { toastFailures: true })
  const say = useSay()

  async function remove(): Promise<void> {
    const result = await leave.run({ waitlistId: id })
    if (result.ok) say.done({ title: words.groups.noLongerWaits(clientName) }, result.value.undo)
  }

  async function write(): Promise<void> {
    const result = await offer.run({ waitlistId: id })
    if (result.ok)
      say.done({ title: words.groups.offeredTo(clientName), body: words.groups.offeredHelp })
  }

  return (
    <li className={styles.row}>
      <span className={styles.place}>{place}</span>
      <div className={styles.who}>
        <span className={styles.name}>{entry.clientName}</span>
        <span className={styles.sub}>
          {entry.offeredAt
            ? words.groups.offered(momentText(entry.offeredAt, timeZone))
            : (entry.phone ?? words.groups.since(momentText(entry.since, timeZone)))}
        </span>
      </div>
      <Menu
        label={words.groups.moreOf(entry.clientName)}
        trigger={<IconButton icon={Ellipsis} label={words.groups.moreOf(entry.clientName)} />}
        groups={[
          [
            {
              id: 'seat',
              label: words.groups.giveSeatAt(seat.costs),
              icon: UserCheck,
              isDisabled: !isFree,
              onAction: () => void seat.give(),
            },
            {
              id: 'offer',
              label: words.groups.offerSeat,
              icon: Mail,
              isDisabled: !isFree || !entry.canBeWrittenTo,
              onAction: () => void write(),
            },
          ],
          [
            {
              id: 'leave',
              label: words.groups.removeFromWaitlist,
              icon: ListX,
              onAction: () => void remove(),
            },
          ],
        ]}
      />
    </li>
  )
}

function momentText(instant: Instant, timeZone: string): string {
  const local = localDateTimeOf(instant, timeZone)
  return `${formatDate(local, 'weekday')}, ${local.slice(11)}`
}
