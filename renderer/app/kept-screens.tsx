import { QueryClientProvider, type QueryClient } from '@tanstack/react-query'
import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react'
import { useToasts } from '../ui/toast.tsx'
import { createQueryClient, refreshOnChange } from './api.ts'
import { isLocked } from './locked.ts'
import { SignedInContext, type SignedIn } from './session.tsx'
import { Shell, type ShellProps } from './shell.tsx'

/** One person's screens, with all that these were told. */
interface Kept {
  /** Changes with the person: another one gets screens of their own. */
  readonly key: string
  readonly signedIn: SignedIn
  readonly client: QueryClient
  /** Somebody else was here before. */
  readonly isNext: boolean
}

export interface KeptScreensProps extends Omit<ShellProps, 'isLocked'> {
  /** Who is at the window; null while it is locked. */
  signedIn: SignedIn | null
  /** Who locked it; null when nobody is expected back. */
  expectedId: string | null
}

/**
 * Keeps the screens of whoever locked the window, with all that was typed in them, until the same
 * person is back. For anybody else they are taken down together with every answer they were given, and
 * the next person begins where everybody does.
 */
export function KeptScreens({ signedIn, expectedId, ...shell }: KeptScreensProps): ReactNode {
  const [kept, setKept] = useState<Kept | null>(null)
  const [wasUsed, setUsed] = useState(false)
  const key = signedIn && keyOf(signedIn)
  if (signedIn && key !== null && kept?.key !== key) {
    setKept({ key, signedIn, client: createQueryClient(), isNext: wasUsed })
    setUsed(true)
  } else if (signedIn && kept && kept.signedIn !== signedIn) {
    setKept({ ...kept, signedIn })
  } else if (!signedIn && kept && kept.signedIn.session.id !== expectedId) {
    setKept(null)
  }
  if (kept === null) return null
  return (
    <QueryClientProvider key={kept.key} client={kept.client}>
      <SignedInContext value={kept.signedIn}>
        <Screens {...kept} {...shell} isLocked={signedIn === null} />
      </SignedInContext>
    </QueryClientProvider>
  )
}

function Screens({ client, isNext, ...shell }: Kept & ShellProps): ReactNode {
  const { isLocked: isAway } = shell
  const toasts = useToasts()
  // Behind the lock screen main would refuse; all is read again when the person is back.
  useEffect(() => refreshOnChange(client, isLocked), [client])
  useLayoutEffect(() => {
    if (isNext) window.location.hash = ''
  }, [isNext])
  // Whoever comes back goes on where they were; whoever is new begins in the screen.
  const hadFocus = useRef<Element | null>(null)
  useLayoutEffect(() => {
    if (isAway) hadFocus.current = document.activeElement
    else {
      const before = hadFocus.current
      const isThere = before instanceof HTMLElement && before.isConnected
      const next = isThere ? before : document.querySelector<HTMLElement>('main')
      requestAnimationFrame(() => {
        // A screen may have a better place for it, such as its search.
        const isNowhere = document.activeElement?.matches('body') ?? true
        if (isThere || isNowhere) next?.focus({ preventScroll: true })
      })
    }
  }, [isAway])
  const wasAway = useRef(false)
  useEffect(() => {
    if (wasAway.current && !isAway) void client.invalidateQueries()
    wasAway.current = isAway
    // What was said was said to who was there, and its Undo is theirs to press.
    return toasts.clear
  }, [client, isAway, toasts])
  return <Shell isLocked={isAway} onLeave={shell.onLeave} onLeft={shell.onLeft} />
}

/** Somebody whose rights were changed meanwhile is another one. */
function keyOf({ session }: SignedIn): string {
  return `${session.id} ${session.role} ${session.trainerId ?? ''}`
}
