import { createContext, use, useCallback, useEffect, useMemo, type ReactNode } from 'react'
import { useHashLocation } from 'wouter/use-hash-location'
import { words } from '../../shared/words/index.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { LossContext, type AskBeforeLoss } from '../ui/guard-close.ts'
import { LayersContext } from '../ui/layer-host.tsx'
import { hasUnsavedInput, watchInput } from '../ui/unsaved-input.ts'
import { openPanel } from './read-key-scene.ts'

/** Goes on at once, or asks first when what was typed in the open panel would be lost. */
type Leave = (go: () => void) => void

const LeaveContext = createContext<Leave | null>(null)

/**
 * Stands before everything that would take down the panel beside the screen (another session, another
 * booking, another screen, Esc and its ×) or a dialog with a form. What is half typed there is never
 * dropped without a question. Around the router.
 */
export function LeaveGuard({ children }: { children: ReactNode }): ReactNode {
  const hosts = use(LayersContext)
  useEffect(watchInput, [])
  const ask = useCallback<AskBeforeLoss>(
    (part, go) => {
      if (!hasUnsavedInput(part)) return go()
      // Over the dialog it is about, if it is one.
      const show = [...hosts].at(-1)
      const close = () => show?.(null)
      show?.(
        <DiscardQuestion
          onKeep={close}
          onDiscard={() => {
            close()
            // Once the question is gone and has given the focus back.
            requestAnimationFrame(() => requestAnimationFrame(go))
          }}
        />,
      )
    },
    [hosts],
  )
  const leave = useCallback<Leave>((go) => ask(openPanel(), go), [ask])
  return (
    <LossContext value={ask}>
      <LeaveContext value={leave}>{children}</LeaveContext>
    </LossContext>
  )
}

function DiscardQuestion({
  onKeep,
  onDiscard,
}: {
  onKeep: () => void
  onDiscard: () => void
}): ReactNode {
  return (
    <Dialog
      isOpen
      role="alertdialog"
      size="sm"
      title={words.shell.leaveTitle}
      onClose={onKeep}
      footer={
        <>
          <Button onPress={onKeep}>{words.shell.keepTyping}</Button>
          <Button variant="danger" onPress={onDiscard}>
            {words.shell.discard}
          </Button>
        </>
      }
    >
      <p>{words.shell.leaveBody}</p>
    </Dialog>
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
