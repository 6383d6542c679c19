import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState, type ReactNode } from 'react'
import type { StaffPin } from '../../shared/staff.ts'
import type { Studio } from '../../shared/studio.ts'
import { words } from '../../shared/words/index.ts'
import { SignInScreen } from '../features/staff/sign-in-screen.tsx'
import { FirstRun } from '../features/studio/first-run.tsx'
import { PlaceQuestion } from '../features/studio/place-question.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { useQueryOf } from './api.ts'
import { KeptScreens } from './kept-screens.tsx'
import { LockScreen } from './lock-screen.tsx'
import styles from './root.module.css'

/**
 * Decides what the window shows: the first run while the file is empty, then sign-in, then the
 * studio.
 */
export function Root(): ReactNode {
  const status = useQueryOf('studio.status', {})
  // The first run has a last page of its own, when the file is no longer empty.
  const [isFirstRun, setFirstRun] = useState(false)

  if (status.data === undefined) {
    return status.failure ? (
      <ErrorState error={status.failure} onRetry={status.refetch} />
    ) : (
      <Starting />
    )
  }
  if (status.data.state === 'empty' || isFirstRun) {
    return <FirstRun onStart={() => setFirstRun(true)} onDone={() => setFirstRun(false)} />
  }
  if (status.data.state === 'place_asked') return <PlaceQuestion question={status.data.question} />
  return <OpenStudio studio={status.data.studio} demoPins={status.data.demoPins} />
}

function OpenStudio({
  studio,
  demoPins,
}: {
  studio: Studio
  demoPins: readonly StaffPin[]
}): ReactNode {
  const session = useQueryOf('staff.session', {})
  const client = useQueryClient()
  const person = session.data ?? null
  const personId = person?.id ?? null
  const [lastPersonId, setLastPersonId] = useState<string | null>(null)
  const [shownId, setShownId] = useState<string | null>(null)
  const signedIn = useMemo(() => (person ? { session: person, studio } : null), [person, studio])

  // The computer may lock the window too; whoever was there is the likeliest to come back.
  if (personId !== shownId) {
    setShownId(personId)
    if (personId !== null) setLastPersonId(personId)
  }

  useEffect(() => {
    document.title = studio.name
  }, [studio.name])

  if (session.data === undefined) {
    return session.failure ? (
      <ErrorState error={session.failure} onRetry={session.refetch} />
    ) : (
      <Starting />
    )
  }
  return (
    <>
      <KeptScreens
        signedIn={signedIn}
        expectedId={lastPersonId}
        onLeave={(isLock) => setLastPersonId(isLock ? personId : null)}
        onLeft={() => client.setQueryData(['staff.session', {}], null)}
      />
      {signedIn === null && (
        <LockScreen>
          <SignInScreen studio={studio} demoPins={demoPins} initialPersonId={lastPersonId} />
        </LockScreen>
      )}
    </>
  )
}

function Starting(): ReactNode {
  return (
    <div className={styles.starting}>
      <Spinner label={words.shell.starting} />
    </div>
  )
}
