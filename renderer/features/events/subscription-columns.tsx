import {
  CirclePause,
  CirclePlay,
  Pause,
  Play,
  RefreshCw,
  Unplug,
  type LucideIcon,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from 'react-aria-components'
import type { SubscriptionState } from '../../../shared/event-monitor.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { Badge, type BadgeProps } from '../../ui/badge.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Popover } from '../../ui/popover.tsx'
import type { TableColumn } from '../../ui/table.tsx'
import { useToasts } from '../../ui/toast.tsx'
import { nameHandler } from './name-handler.ts'
import { saySpan } from './say-span.ts'
import styles from './subscriptions-tab.module.css'

const say = words.events.subscriptions

const statusLooks = {
  running: { tone: 'success', icon: CirclePlay },
  paused: { tone: 'warning', icon: CirclePause },
  orphaned: { tone: 'neutral', icon: Unplug },
} satisfies Record<SubscriptionState['status'], { tone: BadgeProps['tone']; icon: LucideIcon }>

/** One type or family as it is; of several only the families, which is what fits. */
function sayPattern(pattern: string): string {
  const all = pattern.split(' ')
  if (all.length === 1) return pattern
  return [...new Set(all.map((one) => `${one.split('.')[0]}.…`))].join(' ')
}

/**
 * The table's columns.
 *
 * @param onRebuild asks whether a projection should be made again
 */
export function columnsOf(
  onRebuild: (subscription: SubscriptionState) => void,
): readonly TableColumn<SubscriptionState>[] {
  return [
    { id: 'handler', header: say.handler, isRowHeader: true, cell: (row) => <Handler row={row} /> },
    {
      id: 'pattern',
      header: say.pattern,
      cell: ({ pattern }) => (
        <code className={styles.code} title={pattern}>
          {sayPattern(pattern)}
        </code>
      ),
    },
    {
      id: 'tier',
      header: say.tier,
      cell: ({ tier }) => <span className={styles.plain}>{say.tiers[tier]}</span>,
    },
    { id: 'status', header: say.status, cell: (row) => <Status status={row.status} /> },
    { id: 'lag', header: say.lag, cell: (row) => <Lag row={row} /> },
    { id: 'rate', header: say.rate, align: 'end', cell: ({ perMinute }) => numberOf(perMinute) },
    {
      id: 'retrying',
      header: say.retrying,
      align: 'end',
      cell: ({ retrying }) => numberOf(retrying, styles.warn),
    },
    { id: 'parked', header: say.parked, align: 'end', cell: ({ parked }) => numberOf(parked) },
    { id: 'dead', header: say.dead, align: 'end', cell: ({ dead }) => numberOf(dead, styles.bad) },
    { id: 'error', header: say.lastError, cell: (row) => <LastError row={row} /> },
    {
      id: 'actions',
      header: say.actions,
      align: 'end',
      cell: (row) => <Actions row={row} onRebuild={() => onRebuild(row)} />,
    },
  ]
}

function Handler({ row }: { row: SubscriptionState }): ReactNode {
  return (
    <span className={styles.handler}>
      <span className={styles.name}>{nameHandler(row.name)}</span>
      <code className={styles.code}>{row.name}</code>
    </span>
  )
}

function Status({ status }: { status: SubscriptionState['status'] }): ReactNode {
  const { tone, icon } = statusLooks[status]
  return (
    <span {...(status === 'orphaned' && { title: say.orphanedHint })}>
      <Badge tone={tone} icon={icon}>
        {say.statuses[status]}
      </Badge>
    </span>
  )
}

function Lag({ row }: { row: SubscriptionState }): ReactNode {
  if (row.tier === 'inline') return <span className={styles.quiet}>{say.atOnce}</span>
  if (row.lagEvents === 0) return <span className={styles.quiet}>{say.upToDate}</span>
  return (
    <span className={styles.lag}>
      <span>{say.lagEvents(row.lagEvents)}</span>
      <span className={styles.since}>{say.lagSeconds(saySpan(row.lagSeconds))}</span>
    </span>
  )
}

/** Nothing is quiet; something stands out. */
function numberOf(count: number, emphasis?: string): ReactNode {
  return <span className={count === 0 ? styles.quiet : emphasis}>{words.events.count(count)}</span>
}

function LastError({ row }: { row: SubscriptionState }): ReactNode {
  if (row.lastError === null) return <span className={styles.quiet}>{say.noError}</span>
  return (
    <Popover
      label={say.fullError}
      placement="bottom end"
      trigger={
        <Button className={styles.errorButton ?? ''}>
          <span className={styles.hidden}>{say.showError(nameHandler(row.name))} </span>
          {row.lastError}
        </Button>
      }
    >
      <p className={styles.fullError}>{row.lastError}</p>
    </Popover>
  )
}

function Actions({ row, onRebuild }: { row: SubscriptionState; onRebuild: () => void }): ReactNode {
  const pause = useCommand('events.pause', { toastFailures: true })
  const resume = useCommand('events.resume', { toastFailures: true })
  const toasts = useToasts()
  const name = nameHandler(row.name)
  // An inline handler is a part of the command that it runs in: there is nothing to hold back. A relay
  // is no handler, and is switched off where it is switched on.
  const canPause = row.status !== 'orphaned' && row.tier === 'after_commit'
  const isPaused = row.status === 'paused'

  async function toggle(): Promise<void> {
    const result = await (isPaused ? resume : pause).run({ subscription: row.name })
    if (!result.ok) return
    toasts.show(
      isPaused
        ? { tone: 'success', title: say.resumed(name) }
        : { title: say.paused(name), body: say.pausedBody },
    )
  }

  return (
    <span className={styles.actions}>
      {row.isProjection && row.status !== 'orphaned' && (
        <IconButton
          icon={RefreshCw}
          label={say.rebuild(name)}
          tooltipPlacement="left"
          onPress={onRebuild}
        />
      )}
      {canPause && (
        <IconButton
          icon={isPaused ? Play : Pause}
          label={isPaused ? say.resume(name) : say.pause(name)}
          tooltipPlacement="left"
          onPress={() => void toggle()}
        />
      )}
    </span>
  )
}
