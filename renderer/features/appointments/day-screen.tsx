import { useCallback, useEffect, useMemo, useRef, type ReactNode } from 'react'
import { CalendarX2 } from 'lucide-react'
import { localDateOf, type LocalDate } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { useQueryOf } from '../../app/api.ts'
import type { DayRequest } from '../../app/day-request.ts'
import { useLeave } from '../../app/leave-guard.tsx'
import { openPanel } from '../../app/read-key-scene.ts'
import { useSignedIn } from '../../app/session.tsx'
import { useShortcuts } from '../../app/shortcuts.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { hasUnsavedInput } from '../../ui/unsaved-input.ts'
import { useEscape } from '../../ui/use-escape.ts'
import { AppointmentPanel } from './appointment-panel.tsx'
import { BookingPanel } from './booking-panel.tsx'
import { entryMinute, instantOfMinute } from './day-geometry.ts'
import { DayGrid, layoutOf } from './day-grid.tsx'
import { DayHeader } from './day-header.tsx'
import styles from './day-screen.module.css'
import { DaySkeleton } from './day-skeleton.tsx'
import { firstFreeSlot } from './first-free-slot.ts'
import { EmptyDay } from './empty-day.tsx'
import { ghostOf } from './ghost-of.ts'
import type { GridCommand } from './grid-keys.ts'
import { clampCursor, moveCursor, stopAt, type Cursor } from './grid-moves.ts'
import { lastService } from './last-service.ts'
import { MoveBar } from './move-bar.tsx'
import { MovedMeanwhile } from './moved-meanwhile.tsx'
import { SayProvider } from './say.tsx'
import { draftAt, type SlotDraft } from './slot-draft.ts'
import { useDesk, type Prefill } from './use-desk.ts'
import { useFocusInGrid } from './use-focus-in-grid.ts'
import { useGridMove } from './use-grid-move.ts'
import { cardOf } from './use-move.ts'
import { useNow } from './use-now.ts'
import { useSessionKeys } from './use-session-keys.ts'
import { scrollToNow } from './use-slot-height.ts'

/**
 * The day: one column per trainer, everything about a session in a panel beside it. The desk's
 * whole work on a session happens without leaving it.
 */
export function DayScreen(props: DayScreenProps): ReactNode {
  return (
    <SayProvider>
      <Desk {...props} />
    </SayProvider>
  )
}

export interface DayScreenProps {
  /** The day that was gone to; null follows today, also past midnight. */
  chosenDate: LocalDate | null
  onChooseDate: (date: LocalDate | null) => void
  /** What is to be opened here; told when it is. */
  request: DayRequest | null
  onRequestTaken: () => void
}

function Desk({ chosenDate, onChooseDate, request, onRequestTaken }: DayScreenProps): ReactNode {
  const { session, studio } = useSignedIn()
  const canBook = session.role !== 'trainer'
  const now = useNow()
  const today = localDateOf(now, studio.timeZone)
  const date = chosenDate ?? today
  const query = useQueryOf('appointments.day', { date }, { keepPrevious: true })
  const catalog = useQueryOf('catalog.list', {})
  // While the next day is being read, the last one is still drawn, but nothing is done to it.
  const day = query.data
  const isStale = day !== undefined && day.date !== date
  const usualMinutes = lastService(catalog.data?.services ?? [])?.durationMinutes ?? 60

  const [desk, act] = useDesk()
  const scroller = useRef<HTMLDivElement>(null)
  const layout = useMemo(() => day && layoutOf(day, canBook), [day, canBook])
  const cursor = layout && day ? clampCursor(desk.cursor, layout, entryMinute(day, now)) : null
  const cursorId = cursor && layout ? stopAt(cursor, layout).blockId : null
  const { focusCursor, focusSession } = useFocusInGrid(scroller, day, act.setCursor)

  // The panel chooses on another day: show that day.
  const show = useCallback(
    (next: LocalDate) => onChooseDate(next === today ? null : next),
    [onChooseDate, today],
  )
  const setDraft = useCallback(
    (draft: SlotDraft) => {
      act.setDraft(draft)
      show(draft.date)
    },
    [act, show],
  )

  const leave = useLeave()
  const { bookFor: openFilled } = act
  const bookFor = useCallback(
    (next: SlotDraft, prefill: Prefill) =>
      leave(() => {
        openFilled(next, prefill)
        show(next.date)
      }),
    [leave, openFilled, show],
  )
  const { open: openTask } = act
  const openSession = useCallback((id: string) => leave(() => openTask(id)), [leave, openTask])
  // Asked for from elsewhere, such as in place of a slot that was taken, or for a client.
  useEffect(() => {
    if (!request) return
    if (request.kind === 'open') {
      show(request.date)
      openSession(request.appointmentId)
      return onRequestTaken()
    }
    // Where the day is free is known once it was read.
    if (request.draft === null && (!day || isStale)) return
    const slot = request.draft ?? (day && firstFreeSlot(day, null, usualMinutes, now))
    if (slot) bookFor(slot, request.prefill)
    onRequestTaken()
  }, [request, bookFor, openSession, show, onRequestTaken, day, isStale, usualMinutes, now])

  // A move would take down the form beside the day.
  const isTyping = () => desk.move === null && hasUnsavedInput(openPanel())
  const move = useGridMove({ day, desk, act, layout, onMoved: focusSession, isTyping })
  const { panel, draft } = desk
  const openId = panel?.kind === 'appointment' ? panel.id : null

  const { close: closePanel } = act
  const close = useCallback(() => {
    closePanel()
    focusCursor()
  }, [closePanel, focusCursor])

  function goTo(next: Cursor): void {
    act.setCursor(next)
    focusCursor()
  }

  function bookAt(trainerId: string, minute: number): void {
    if (!day || isStale) return
    const at = instantOfMinute(day, minute)
    const base = draft ?? { durationMinutes: usualMinutes }
    const next = draftAt(at, day.timeZone, { trainerId, durationMinutes: base.durationMinutes })
    if (desk.move) act.setDraft(next)
    else if (panel?.kind === 'booking') act.book(next)
    else leave(() => act.book(next))
  }

  /** In the form that is open, its client is searched for again; what else was chosen there stays. */
  function bookSomewhere(): void {
    if (!canBook) return
    if (panel?.kind === 'booking') return act.findClient()
    if (!day || isStale) return
    const next = firstFreeSlot(day, desk.cursor, usualMinutes, now)
    if (next) leave(() => act.book(next))
  }

  const keys = useSessionKeys({ day, act, now, bookFor })

  function goToToday(): void {
    onChooseDate(null)
    if (scroller.current && day && date === today) scrollToNow(scroller.current, day, now)
  }

  function onCommand(command: GridCommand): boolean {
    if (move.onCommand(command, cursorId)) return true
    if (command.kind === 'go' && cursor && layout) {
      goTo(moveCursor(cursor, command.direction, layout))
      return true
    }
    if (command.kind === 'escape' && panel) {
      leave(close)
      return true
    }
    return false
  }

  const isForFocused = true
  useShortcuts(
    words.day.keys.section,
    canBook
      ? [
          { keys: ['F2', '/'], label: words.day.keys.find, run: bookSomewhere },
          { keys: ['↑', '↓', '←', '→'], label: words.day.keys.arrows },
          { keys: 'Enter', label: words.day.keys.open },
          { keys: ['Alt+↑', 'Alt+↓'], label: words.day.keys.moveTime },
          { keys: ['Alt+←', 'Alt+→'], label: words.day.keys.moveTrainer },
          { keys: ['Shift+↑', 'Shift+↓'], label: words.day.keys.stretch },
          { keys: 'A', label: words.day.keys.checkIn, run: keys.checkIn, isForFocused },
          { keys: 'C', label: words.day.keys.complete, run: keys.complete, isForFocused },
          { keys: 'P', label: words.day.keys.pay, run: keys.pay, isForFocused },
          { keys: 'N', label: words.day.keys.noShow, run: keys.noShow, isForFocused },
          { keys: 'X', label: words.day.keys.cancel, run: keys.cancel, isForFocused },
          { keys: 'R', label: words.day.keys.rebook, run: keys.rebookTarget, isForFocused },
        ]
      : [
          { keys: ['↑', '↓'], label: words.day.keys.arrows },
          { keys: 'Enter', label: words.day.keys.open },
          { keys: 'A', label: words.day.keys.checkIn, run: keys.checkIn, isForFocused },
          { keys: 'C', label: words.day.keys.completeOnly, run: keys.complete, isForFocused },
        ],
  )

  // Esc on the bar, or anywhere, drops the move before it closes a panel.
  const leaveMove = move.bar?.onLeave
  useEscape(
    leaveMove
      ? () => {
          leaveMove()
          focusCursor()
        }
      : null,
  )
  // Arrows pressed while nothing has the focus enter the grid.
  useEffect(() => {
    const enter = (event: KeyboardEvent) => {
      const isNowhere = document.activeElement?.matches('body, main') ?? true
      if (!isNowhere || event.defaultPrevented || !event.key.startsWith('Arrow')) return
      event.preventDefault()
      focusCursor()
    }
    window.addEventListener('keydown', enter)
    return () => window.removeEventListener('keydown', enter)
  }, [focusCursor])

  return (
    <div className={styles.screen}>
      <DayHeader
        date={date}
        today={today}
        now={now}
        day={isStale ? undefined : day}
        onDate={show}
        onGoTo={(next) => {
          show(next)
          focusCursor()
        }}
        onToday={goToToday}
        {...(canBook && { onBook: bookSomewhere })}
      />
      <div className={styles.main}>
        {day && layout ? (
          day.trainers.length === 0 ? (
            <EmptyState
              icon={CalendarX2}
              title={words.day.noTrainersTitle}
              body={words.day.noTrainersBody}
            />
          ) : (
            <>
              <DayGrid
                day={day}
                now={now}
                layout={layout}
                cursor={cursor}
                selectedId={openId}
                movingId={desk.move?.card.id ?? null}
                ghost={ghostOf(day, draft, desk.move, catalog.data)}
                slotAction={canBook ? (desk.move ? 'move' : 'book') : 'nothing'}
                keepsFocusOutside={panel?.kind === 'booking' || desk.move !== null}
                scroller={scroller}
                onCursor={act.setCursor}
                onSlot={bookAt}
                onOpen={(id) => {
                  openSession(id)
                  // The panel that is open already does not take the focus by itself.
                  if (id === openId) openPanel()?.focus({ preventScroll: true })
                }}
                onCommand={onCommand}
                onDrag={move.onDrag}
                onDrop={move.onDrop}
              />
              {day.appointments.length === 0 && !draft && (
                <EmptyDay day={day} role={session.role} />
              )}
              {move.bar && (
                <MoveBar
                  {...move.bar}
                  versions={move.meanwhile && <MovedMeanwhile {...move.meanwhile} />}
                />
              )}
              <p role="status" className={styles.hidden}>
                {move.announcement}
              </p>
            </>
          )
        ) : query.failure ? (
          <ErrorState error={query.failure} onRetry={query.refetch} />
        ) : (
          <DaySkeleton />
        )}
      </div>
      {panel?.kind === 'booking' && draft && (
        <BookingPanel
          key={panel.key}
          draft={draft}
          prefill={panel.prefill}
          searches={panel.searches}
          onDraft={setDraft}
          today={today}
          onClose={close}
          onScheduled={(id) => act.open(id)}
          onBooked={(id, slot) => {
            act.close()
            focusSession(id, slot)
          }}
        />
      )}
      {panel?.kind === 'appointment' && (
        <AppointmentPanel
          key={panel.id}
          appointmentId={panel.id}
          clientName={cardOf(day, panel.id)?.clientName}
          task={panel.task}
          onTask={(task) => act.open(panel.id, task)}
          move={desk.move?.via === 'panel' ? desk.move : null}
          draft={draft}
          onStartMove={act.startMove}
          onDraft={setDraft}
          onShowDate={show}
          onFocusSession={focusSession}
          onRebook={keys.rebook}
          today={today}
          now={now}
          onClose={close}
        />
      )}
    </div>
  )
}
