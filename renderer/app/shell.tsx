import { useCallback, useEffect, useState, type ReactNode } from 'react'
import { Redirect, Route, Router, Switch, useLocation } from 'wouter'
import type { LocalDate } from '../../shared/time.ts'
import { words } from '../../shared/words/index.ts'
import { ActivityScreen } from '../features/activity/activity-screen.tsx'
import { DayScreen, type DayScreenProps } from '../features/appointments/day-screen.tsx'
import type { BookingRequest } from '../features/appointments/use-slot-taken.ts'
import { ClientsScreen } from '../features/clients/clients-screen.tsx'
import { DayCloseScreen } from '../features/day-close/day-close-screen.tsx'
import { DrawerScreen } from '../features/drawer/drawer-screen.tsx'
import { EarningsScreen } from '../features/earnings/earnings-screen.tsx'
import { EventsScreen } from '../features/events/events-screen.tsx'
import { MessagesScreen } from '../features/messages/messages-screen.tsx'
import { SettingsScreen } from '../features/settings/settings-screen.tsx'
import { ApprovalProvider } from '../features/staff/approval-provider.tsx'
import { AutoLock } from '../features/staff/auto-lock.tsx'
import { RecoveryNotice } from '../features/staff/recovery-notice.tsx'
import { useCountryNotice } from '../features/studio/use-country-notice.ts'
import { SyncBadge } from '../features/sync/sync-badge.tsx'
import { useToasts } from '../ui/toast.tsx'
import { useCommand } from './api.ts'
import { CommandPalette } from './command-palette.tsx'
import { DayRequestContext, type DayRequest } from './day-request.ts'
import { ErrorBoundary } from './error-boundary.tsx'
import { LeaveGuard, useGuardedLocation } from './leave-guard.tsx'
import { Rail } from './rail.tsx'
import { routes } from './routes.ts'
import { HeaderSlotContext } from './screen-header.tsx'
import { useSignedIn } from './session.tsx'
import styles from './shell.module.css'
import { ShortcutList } from './shortcut-list.tsx'
import { useShortcuts } from './shortcuts.tsx'
import { UndoProvider } from './undo-stack.tsx'
import { useRefusedUndo } from './use-refused-undo.tsx'
import { WhoIsHere } from './who-is-here.tsx'

export interface ShellProps {
  /** Nobody is at the window: the shell is kept as it is, behind the lock screen. */
  isLocked: boolean
  /** Called before the person is signed out: a lock keeps their name chosen, a switch does not. */
  onLeave: (isLock: boolean) => void
  /** Called once the person is signed out: waiting for the change notice would only cost time. */
  onLeft: () => void
}

/**
 * The frame of a signed-in window: a slim rail to get about, one top bar that the screen shares
 * with the signed-in person, and the screen itself.
 */
export function Shell(props: ShellProps): ReactNode {
  return (
    // The part behind `#` never reaches the app:// handler, so a reload always finds the page.
    <LeaveGuard>
      {/* oxlint-disable-next-line react/hooks -- wouter takes the hook itself */}
      <Router hook={useGuardedLocation}>
        <ApprovalProvider>
          <Desk {...props} />
        </ApprovalProvider>
      </Router>
    </LeaveGuard>
  )
}

/** Lets everything under it be taken back, and lets other screens open the day on something. */
function Desk(props: ShellProps): ReactNode {
  const [, navigate] = useLocation()
  const [request, setRequest] = useState<DayRequest | null>(null)
  const openDay = useCallback(
    (next: DayRequest) => {
      setRequest(next)
      navigate(routes.day)
    },
    [navigate],
  )
  const book = useCallback((next: BookingRequest) => openDay({ kind: 'book', ...next }), [openDay])
  const onRequestTaken = useCallback(() => setRequest(null), [])
  const { onRefused, dialog } = useRefusedUndo(book)
  return (
    <UndoProvider onRefused={onRefused}>
      <DayRequestContext value={openDay}>
        <Frame {...props} request={request} onRequestTaken={onRequestTaken} />
      </DayRequestContext>
      {dialog}
    </UndoProvider>
  )
}

function Frame({
  isLocked,
  onLeave,
  onLeft,
  request,
  onRequestTaken,
}: ShellProps & Pick<DayScreenProps, 'request' | 'onRequestTaken'>): ReactNode {
  const { session } = useSignedIn()
  const [location, navigate] = useLocation()
  const [slot, setSlot] = useState<HTMLElement | null>(null)
  // Kept here, so that a look at another screen does not lose the day.
  const [chosenDate, setChosenDate] = useState<LocalDate | null>(null)
  const [isListOpen, setListOpen] = useState(false)
  const [isPaletteOpen, setPaletteOpen] = useState(false)
  const signOut = useCommand('staff.signOut', { toastFailures: true })
  const { settle } = useToasts()
  const screen = location.split('/')[1]
  // What was refused on one screen means nothing on the next.
  useEffect(settle, [screen, settle])
  useCountryNotice()
  const seesClients = session.role !== 'trainer'
  const seesActivity = session.role !== 'trainer'
  const seesEarnings = session.role !== 'front_desk'
  const seesEvents = session.role === 'manager'

  async function leave(isLock: boolean, cause: 'asked' | 'idle' = 'asked'): Promise<void> {
    onLeave(isLock)
    const result = await signOut.run({ cause })
    if (result.ok) onLeft()
  }

  useShortcuts(words.shell.everywhere, [
    { keys: 'Ctrl+1', label: words.shell.showDay, run: () => navigate(routes.day) },
    ...(seesActivity
      ? [{ keys: 'Ctrl+2', label: words.shell.showActivity, run: () => navigate(routes.activity) }]
      : []),
    ...(seesEvents
      ? [{ keys: 'Ctrl+3', label: words.events.show, run: () => navigate(routes.events) }]
      : []),
    ...(seesActivity
      ? [{ keys: 'Ctrl+4', label: words.messages.show, run: () => navigate(routes.messages) }]
      : []),
    ...(seesClients
      ? [{ keys: 'Ctrl+5', label: words.clients.show, run: () => navigate(routes.clients) }]
      : []),
    ...(seesActivity
      ? [{ keys: 'Ctrl+6', label: words.drawer.show, run: () => navigate(routes.drawer) }]
      : []),
    ...(seesEarnings
      ? [{ keys: 'Ctrl+7', label: words.earnings.show, run: () => navigate(routes.earnings) }]
      : []),
    ...(seesEvents
      ? [{ keys: 'Ctrl+8', label: words.settings.show, run: () => navigate(routes.settings) }]
      : []),
    { keys: 'Ctrl+K', label: words.shell.commands, run: () => setPaletteOpen(true) },
    { keys: 'Ctrl+L', label: words.shell.lock, run: () => void leave(true), isGlobal: true },
    { keys: '?', label: words.shell.shortcuts, run: () => setListOpen(true) },
    { keys: ['Ctrl++', 'Ctrl+-', 'Ctrl+0'], label: words.shell.zoom },
    { keys: 'Esc', label: words.shell.closeKey },
  ])

  return (
    <div className={styles.shell}>
      <Rail
        seesClients={seesClients}
        seesDrawer={seesActivity}
        seesActivity={seesActivity}
        seesMessages={seesActivity}
        seesEarnings={seesEarnings}
        seesEvents={seesEvents}
        seesSettings={session.role === 'manager'}
        onShortcuts={() => setListOpen(true)}
      />
      <div className={styles.main}>
        <header className={styles.top}>
          <div ref={setSlot} className={styles.slot} />
          {seesActivity && <SyncBadge />}
          <WhoIsHere onLock={() => void leave(true)} onSwitch={() => void leave(false)} />
        </header>
        <HeaderSlotContext value={slot}>
          <main tabIndex={-1} className={styles.screen}>
            {/* One boundary per screen: what is open inside one is a longer address of it. */}
            <ErrorBoundary key={screen}>
              <Switch>
                <Route path={routes.day}>
                  <DayScreen
                    chosenDate={chosenDate}
                    onChooseDate={setChosenDate}
                    request={request}
                    onRequestTaken={onRequestTaken}
                  />
                </Route>
                {seesClients && (
                  <Route path={`${routes.clients}/:clientId?`}>
                    {({ clientId }) => <ClientsScreen clientId={clientId ?? null} />}
                  </Route>
                )}
                {seesActivity && (
                  <Route path={routes.drawer}>
                    <DrawerScreen />
                  </Route>
                )}
                {seesActivity && (
                  <Route path={routes.dayClose}>
                    <DayCloseScreen
                      onShowDay={(date) => {
                        setChosenDate(date)
                        navigate(routes.day)
                      }}
                    />
                  </Route>
                )}
                {seesActivity && (
                  <Route path={routes.activity}>
                    <ActivityScreen />
                  </Route>
                )}
                {seesEvents && (
                  <Route path={routes.events}>
                    <EventsScreen />
                  </Route>
                )}
                {seesActivity && (
                  <Route path={routes.messages}>
                    <MessagesScreen />
                  </Route>
                )}
                {seesEarnings && (
                  <Route path={routes.earnings}>
                    <EarningsScreen />
                  </Route>
                )}
                {session.role === 'manager' && (
                  <Route path={routes.settings}>
                    <SettingsScreen />
                  </Route>
                )}
                <Route>
                  <Redirect to={routes.day} />
                </Route>
              </Switch>
            </ErrorBoundary>
          </main>
        </HeaderSlotContext>
      </div>
      {!isLocked && <AutoLock onLock={() => void leave(true, 'idle')} />}
      <CommandPalette isOpen={isPaletteOpen} onClose={() => setPaletteOpen(false)} />
      <RecoveryNotice />
      <ShortcutList isOpen={isListOpen} onClose={() => setListOpen(false)} />
    </div>
  )
}
