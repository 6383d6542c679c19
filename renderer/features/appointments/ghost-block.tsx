import { CircleAlert } from 'lucide-react'
import { useEffect, useRef, type ReactNode } from 'react'
import { classNames } from '../../ui/class-names.ts'
import { slotMinutes, type Stretch } from './day-geometry.ts'
import styles from './ghost-block.module.css'

/** What the ghost of a slot says. */
export interface Ghost {
  readonly trainerId: string
  readonly stretch: Stretch
  readonly title: string
  /** Its wall times, `09:15 – 10:15`. */
  readonly time: string
  readonly isRefused: boolean
}

/** A slot that is being chosen, drawn where it would be. Pictures only: the forms say it in words. */
export function GhostBlock({ ghost }: { ghost: Ghost }): ReactNode {
  const { trainerId, stretch, title, time, isRefused } = ghost
  const box = useRef<HTMLDivElement>(null)

  // A suggestion or a step of the keyboard may lie outside what is scrolled to.
  useEffect(() => {
    box.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [trainerId, stretch.from, stretch.to])

  return (
    <div
      ref={box}
      aria-hidden
      data-ghost
      className={classNames(styles.ghost, isRefused && styles.refused)}
      style={{
        top: `calc(var(--slot) * ${stretch.from / slotMinutes})`,
        height: `calc(var(--slot) * ${(stretch.to - stretch.from) / slotMinutes} - 2px)`,
      }}
    >
      <span className={styles.time}>
        {isRefused && <CircleAlert className={styles.icon} />}
        {time}
      </span>
      <span className={styles.title}>{title}</span>
    </div>
  )
}
