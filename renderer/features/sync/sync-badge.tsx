import { CloudAlert, CloudCheck, CloudOff, CloudUpload, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { useLocation } from 'wouter'
import type { SyncStatus } from '../../../shared/sync.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
import { routes } from '../../app/routes.ts'
import { useSignedIn } from '../../app/session.tsx'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Popover } from '../../ui/popover.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { useRemembered } from '../events/use-remembered.ts'
import { useSecond } from '../events/use-second.ts'
import { useToday } from '../events/use-today.ts'
import { isCounting, sayBeside, saySync, type SyncSaid } from './say-sync.ts'
import styles from './sync-badge.module.css'
import { UnlockForm } from './unlock-form.tsx'

type Link = NonNullable<SyncStatus['link']>

const icons = {
  calm: CloudCheck,
  busy: CloudUpload,
  held: CloudOff,
  stopped: CloudAlert,
} satisfies Record<SyncSaid['tone'], LucideIcon>

/** How far the cloud endpoint is, in the top bar of a computer that is connected to one. */
export function SyncBadge(): ReactNode {
  const link = useQueryOf('sync.status', {}).data?.link
  return link ? <Connected link={link} /> : null
}

function Connected({ link }: { link: Link }): ReactNode {
  const said = saySync(link)
  const Icon = icons[said.tone]
  return (
    <Popover
      label={words.sync.badge}
      placement="bottom end"
      trigger={
        <AriaButton
          aria-label={`${words.sync.badge}: ${said.label}`}
          className={classNames(styles.badge, styles[said.tone])}
        >
          <Icon className={styles.icon} aria-hidden />
          {link.waiting > 0 && <span aria-hidden>{link.waiting}</span>}
        </AriaButton>
      }
    >
      <Panel link={link} title={said.short} />
    </Popover>
  )
}

/** What the badge opens: only while it is open are seconds counted. */
function Panel({ link, title }: { link: Link; title: string }): ReactNode {
  const { session } = useSignedIn()
  const now = useSecond(isCounting(link))
  const today = useToday()
  const [, navigate] = useLocation()
  const [, chooseSection] = useRemembered('settings/section', '')
  const syncNow = useCommand('sync.now', { toastFailures: true })
  return (
    <div className={styles.panel}>
      <h2 className={styles.title}>{title}</h2>
      {link.stopped ? (
        <p>{words.sync.stops[link.stopped.reason].body}</p>
      ) : (
        <Beside lines={sayBeside(link, now, today)} />
      )}
      {link.progress && (
        <ProgressBar
          label={words.sync.progress(link.progress)}
          value={link.progress.done / link.progress.total}
        />
      )}
      {link.clockOffMinutes !== null && <p>{words.sync.clock(link.clockOffMinutes)}</p>}
      {link.token === 'locked' && <UnlockForm />}
      <div className={styles.actions}>
        {session.role === 'manager' && (
          <Button
            variant="ghost"
            onPress={() => {
              chooseSection('cloud')
              navigate(routes.settings)
            }}
          >
            {words.settings.title}
          </Button>
        )}
        {link.token === 'ready' && !link.stopped && (
          <Button isPending={syncNow.isPending} onPress={() => void syncNow.run({})}>
            {words.sync.syncNow}
          </Button>
        )}
      </div>
    </div>
  )
}

function Beside({ lines: [last, why] }: { lines: readonly string[] }): ReactNode {
  return (
    <div className={styles.beside}>
      {why !== undefined && <p>{why}</p>}
      <p className={styles.last}>{last}</p>
    </div>
  )
}
