import {
  createContext,
  use,
  useCallback,
  useEffect,
  useMemo,
  useState,
  type ReactNode,
} from 'react'
import { useHashLocation } from 'wouter/use-hash-location'
import { words } from '../../shared/words/index.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { hasUnsavedInput, watchInput } from '../ui/unsaved-input.ts'
import { openPanel } from './read-key-scene.ts'

/** Goes on at once, or asks first when what was typed in the open panel would be lost. */
type Leave = (go: () => void) => void

const LeaveContext = createContext<Leave | null>(null)

/**
 * Stands before everything that would take down the panel beside the screen: another session, another
 * booking, another screen. What is half typed there is never dropped without a question. Around the
 * router.
 */
export function LeaveGuard({ children }: { children: ReactNode }): ReactNode {
  const [waiting, setWaiting] = useState<{ readonly go: () => void } | null>(null)
  useEffect(watchInput, [])
  const leave = useCallback<Leave>((go) => {
    if (hasUnsavedInput(openPanel())) setWaiting({ go })
    else go()
  }, [])
  const close = () => setWaiting(null)
  return (
    <LeaveContext value={leave}>
      {children}
      {waiting && (
        <Dialog
          isOpen
          role="alertdialog"
          size="sm"
          title={words.shell.leaveTitle}
          onClose={close}
          footer={
            <>
              <Button onPress={close}>{words.shell.keepTyping}</Button>
              <Button
                variant="danger"
                onPress={() => {
                  close()
                  // Once the dialog is gone and has given the focus back.
                  requestAnimationFrame(() => requestAnimationFrame(waiting.go))
                }}
              >
                {words.shell.discard}
              </Button>
            </>
          }
        >
          <p>{words.shell.leaveBody}</p>
        </Dialog>
      )}
    </LeaveContext>
  )
}

/**
 * @example
 * const leave = useLeave()
 * onOpen={(id) => leave(() => act.open(id))}
 */
export function useLeave(): Leave {
  const leave = use(LeaveContext)
  if (!leave) throw new Error('useLeave needs a LeaveGuard above it')
  return leave
}

/** The window's address, for the router: another screen is gone to only when nothing is lost by it. */
export function useGuardedLocation(): ReturnType<typeof useHashLocation> {
  const [location, navigate] = useHashLocation()
  const leave = useLeave()
  const guarded = useMemo<typeof navigate>(
    () => (to, options) => {
      // What is open inside a screen is a longer address of it, and guards itself.
      const isSameScreen = to.split('/')[1] === location.split('/')[1]
      if (isSameScreen) navigate(to, options)
      else leave(() => navigate(to, options))
    },
    [leave, location, navigate],
  )
  return [location, guarded]
}
