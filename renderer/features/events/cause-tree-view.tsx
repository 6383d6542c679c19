import type { ReactNode } from 'react'
import type { EventDetail } from '../../../shared/event-monitor.ts'
import { words } from '../../../shared/words/index.ts'
import { Badge } from '../../ui/badge.tsx'
import { classNames } from '../../ui/class-names.ts'
import { causeTree, countFollowed, type CauseNode } from './cause-tree.ts'
import styles from './cause-tree-view.module.css'
import { KnownIcon } from './log-row.tsx'
import { moveByArrows } from './move-by-arrows.ts'
import { tellEvent } from './tell-event.ts'

export interface CauseTreeProps {
  related: EventDetail['related']
  /** The event that is open, marked among the others. */
  current: string
  timeZone: string
  onOpen: (seq: number) => void
}

/** What one request did: each event under the one that caused it, with the moment it was logged. */
export function CauseTree({ related, current, timeZone, onOpen }: CauseTreeProps): ReactNode {
  const say = words.events.panel
  const roots = causeTree(related)
  return (
    <>
      <p className={styles.said}>{sayCauses(related, roots, current)}</p>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the arrows of the buttons inside bubble here */}
      <ul aria-label={say.tree} className={styles.tree} onKeyDown={moveByArrows}>
        {roots.map((node) => (
          <Branch
            key={node.entry.id}
            node={node}
            current={current}
            timeZone={timeZone}
            onOpen={onOpen}
          />
        ))}
      </ul>
    </>
  )
}

function Branch({
  node: { entry, effects },
  current,
  timeZone,
  onOpen,
}: { node: CauseNode } & Omit<CauseTreeProps, 'related'>): ReactNode {
  const isCurrent = entry.id === current
  return (
    <li className={styles.branch}>
      <button
        type="button"
        data-row
        aria-current={isCurrent}
        className={classNames(styles.node, isCurrent && styles.current)}
        onClick={() => {
          if (!isCurrent) onOpen(entry.seq)
        }}
      >
        <KnownIcon entry={entry} />
        <span className={styles.text}>
          <span>{tellEvent(entry, timeZone)}</span>
          <span className={styles.facts}>
            <span>{words.events.seq(entry.seq)}</span>
            <time dateTime={entry.at}>
              {entry.localTime.slice(11)}
              {entry.at.slice(16, 23)}
            </time>
            <code className={styles.type}>{entry.type}</code>
          </span>
        </span>
        {isCurrent && <Badge tone="accent">{words.events.panel.thisEvent}</Badge>}
      </button>
      {effects.length > 0 && (
        <ul className={styles.effects}>
          {effects.map((node) => (
            <Branch
              key={node.entry.id}
              node={node}
              current={current}
              timeZone={timeZone}
              onOpen={onOpen}
            />
          ))}
        </ul>
      )}
    </li>
  )
}

function sayCauses(
  related: EventDetail['related'],
  roots: readonly CauseNode[],
  current: string,
): string {
  const say = words.events.panel
  const followed = countFollowed(roots, current)
  const causationId = related.find(({ entry }) => entry.id === current)?.causationId ?? null
  const cause = related.find(({ entry }) => entry.id === causationId)
  const beside = related.length - 1 - followed - (cause ? 1 : 0)
  return [
    cause && say.causedBy(cause.entry.seq),
    followed > 0 ? say.causedSome(followed) : say.causedNothing,
    beside > 0 && say.sameRequest(beside),
  ]
    .filter(Boolean)
    .join(' ')
}
