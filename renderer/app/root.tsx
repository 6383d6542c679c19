import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState, type ReactNode } from 'react'
import type { StaffPin } from '../../shared/staff.ts'
import type { Studio } from '../../shared/studio.ts'
import { words } from '../../shared/words/index.ts'
import { SignInScreen } from '../features/staff/sign-in-screen.tsx'
import { FirstRun } from '../features/studio/first-run.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { useToasts } from '../ui/toast.tsx'
import { useQueryOf } from './api.ts'
import styles from './root.module.css'
import { SignedInContext } from './session.tsx'
import { Shell } from './shell.tsx'

/** Queries whose answer is the same whoever is signed in. */
const sameForEveryone: ReadonlySet<unknown> = new Set([
  'studio.status',
  'staff.list',
  'staff.session',
])

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
  const toasts = useToasts()
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

  // What one person was shown must not flash up for the next, nor its Undo be theirs to press. Done
  // while nobody is signed in, when no screen is reading.
  useEffect(() => {
    if (personId !== null) return
    toasts.clear()
    client.removeQueries({ predicate: ({ queryKey }) => !sameForEveryone.has(queryKey[0]) })
  }, [client, personId, toasts])

  if (session.data === undefined) {
    return session.failure ? (
      <ErrorState error={session.failure} onRetry={session.refetch} />
    ) : (
      <Starting />
    )
  }
  if (signedIn === null) {
    return <SignInScreen studio={studio} demoPins={demoPins} initialPersonId={lastPersonId} />
  }
  return (
    <SignedInContext value={signedIn}>
      <Shell
        key={signedIn.session.id}
        onLeave={(isLock) => setLastPersonId(isLock ? signedIn.session.id : null)}
      />
    </SignedInContext>
  )
}

function Starting(): ReactNode {
  return (
    <div className={styles.starting}>
      <Spinner label={words.shell.starting} />
    </div>
  )
}
