import { CalendarCheck } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useLocation } from 'wouter'
import type { DrawerCount, DrawerStatus } from '../../../shared/drawer.ts'
import { words } from '../../../shared/words/index.ts'
import { useQueryOf } from '../../app/api.ts'
import { routes } from '../../app/routes.ts'
import { ScreenHeader } from '../../app/screen-header.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { CountForm } from './count-form.tsx'
import { CountResult } from './count-result.tsx'
import { DrawerHistory } from './drawer-history.tsx'
import { DrawerReportDialog } from './drawer-report-dialog.tsx'
import styles from './drawer-screen.module.css'
import { OpenDrawerForm } from './open-drawer-form.tsx'
import { OpenDrawerView } from './open-drawer-view.tsx'

/** The cash drawer: opened in the morning, counted blind in the evening, and all its past sessions. */
export function DrawerScreen(): ReactNode {
  const [, navigate] = useLocation()
  const [reportOf, setReportOf] = useState<string | null>(null)
  return (
    <div className={styles.screen}>
      <ScreenHeader title={words.drawer.title}>
        <Button
          icon={CalendarCheck}
          onPress={() => navigate(routes.dayClose)}
          className={styles.day ?? ''}
        >
          {words.dayClose.button}
        </Button>
      </ScreenHeader>
      <ScrollRegion label={words.drawer.title} className={styles.now}>
        <DrawerNow onClosed={setReportOf} />
      </ScrollRegion>
      <DrawerHistory onOpen={setReportOf} />
      {reportOf !== null && (
        <DrawerReportDialog drawerId={reportOf} onClose={() => setReportOf(null)} />
      )}
    </div>
  )
}

function DrawerNow({ onClosed }: { onClosed: (drawerId: string) => void }): ReactNode {
  const status = useQueryOf('drawer.status', {})
  const [isCounting, setCounting] = useState(false)
  // What a count came to, until the drawer is read anew: the focus goes from the form straight to it.
  const [handedIn, setHandedIn] = useState<{ count: DrawerCount; before: DrawerStatus } | null>(
    null,
  )
  const drawer = status.data
  if (!drawer) {
    return status.failure ? (
      <ErrorState error={status.failure} onRetry={status.refetch} />
    ) : (
      <div className={styles.waiting}>
        <Spinner label={words.drawer.loading} />
      </div>
    )
  }
  if (drawer.state === 'closed') return <OpenDrawerForm {...drawer} />
  const { drawerId, currency } = drawer
  if (isCounting) {
    return (
      <CountForm
        drawerId={drawerId}
        currency={currency}
        onBack={() => setCounting(false)}
        onCounted={(count) => {
          setHandedIn({ count, before: drawer })
          setCounting(false)
        }}
      />
    )
  }
  const count = handedIn?.before === drawer ? handedIn.count : drawer.count
  if (count) {
    return (
      <CountResult
        key={count.countId}
        count={count}
        currency={currency}
        onCountAgain={() => setCounting(true)}
        onClosed={onClosed}
      />
    )
  }
  return <OpenDrawerView drawer={drawer} onCount={() => setCounting(true)} />
}
