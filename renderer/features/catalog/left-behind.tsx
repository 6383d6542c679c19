import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { CatalogConsequence } from '../../../shared/manage-catalog.ts'
import { words } from '../../../shared/words/index.ts'
import styles from './catalog.module.css'

/** The services that a change would leave without a room, by name; nothing when there is none. */
export function LeftBehind({ consequence }: { consequence: CatalogConsequence }): ReactNode {
  const { servicesWithoutRoom: services } = consequence
  if (services.length === 0) return null
  return (
    <section className={styles.affected} aria-label={words.catalog.withoutRoom(services.length)}>
      <p className={styles.warning}>
        <CircleAlert className={styles.icon} aria-hidden />
        {words.catalog.withoutRoom(services.length)}
      </p>
      <ul className={styles.bookings}>
        {services.map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
      <p className={styles.hint}>{words.catalog.withoutRoomHint}</p>
    </section>
  )
}
