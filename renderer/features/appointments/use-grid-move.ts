import { useCallback, type ComponentProps } from 'react'
import type { DayView } from '../../../shared/appointments.ts'
import { words } from '../../../shared/words/index.ts'
import { useQueryOf } from '../../app/api.ts'
import { useSignedIn } from '../../app/session.tsx'
import type { GridCommand } from './grid-keys.ts'
import type { GridLayout } from './grid-moves.ts'
import type { MoveBar } from './move-bar.tsx'
import type { MovedMeanwhile } from './moved-meanwhile.tsx'
import { conflictWords, needsOf, previewConflicts, type Conflict } from './preview-conflicts.ts'
import {
  isSameSlot,
  localEndOf,
  moveDraftAcross,
  shiftDraft,
  stretchDraft,
  type SlotDraft,
} from './slot-draft.ts'
import { slotMinutes } from './day-geometry.ts'
import { useSay } from './say.tsx'
import { slotOf, type DeskActions, type DeskState, type Move } from './use-desk.ts'
import type { Drop } from './use-drag.ts'
import { noOverrides, overrideLabel, overrideOf, type Overrides } from './slot-overrides.tsx'
import { useLateMove } from './use-late-move.ts'
import { cardOf, useMove } from './use-move.ts'

/**
 * Moves a session inside the grid. Alt and the arrows carry a ghost that Enter confirms and Esc
 * drops, so that ten steps are one change and one message to the client. A drop of the mouse is
 * its own confirmation: it moves at once, with Undo, or springs back and says why.
 */
export function useGridMove({
  day,
  desk,
  act,
  layout,
  onMoved,
  isTyping,
}: {
  day: DayView | undefined
  desk: DeskState
  act: DeskActions
  layout: GridLayout | undefined
  onMoved: (appointmentId: string, slot: SlotDraft) => void
  /** Something is half typed beside the day, which a move would drop. */
  isTyping: () => boolean
}) {
  const { session } = useSignedIn()
  const say = useSay()
  const catalog = useQueryOf('catalog.list', {})
  const trainerName = useCallback(
    (id: string) => day?.trainers.find((trainer) => trainer.id === id)?.name ?? '',
    [day],
  )
  const mover = useMove(day?.timeZone ?? 'UTC', trainerName)
  const move = desk.move?.via === 'grid' ? desk.move : null
  const draft = move ? desk.draft : null
  const late = useLateMove(move, draft)
  const conflicts = day && move && draft ? conflictsOf(move, draft) : []

  function conflictsOf(current: Move, to: SlotDraft): Conflict[] {
    const { card } = current
    const needs = needsOf(catalog.data, card.serviceId, card)
    if (!day) return []
    return previewConflicts({ day, draft: to, clientId: card.clientId, ignoreId: card.id, needs })
  }

  async function confirm(current: Move, to: SlotDraft, overrides?: Overrides): Promise<void> {
    const result = await mover.run(current, to, {
      ...(overrides && { overrides }),
      late,
    })
    if (!result.ok) return
    act.dropMove()
    onMoved(current.card.id, to)
  }

  function onCommand(command: GridCommand, cursorId: string | null): boolean {
    if (!day || !layout || !layout.hasSlots) return false
    if (command.kind === 'escape') {
      if (!move) return false
      mover.clear()
      act.dropMove()
      return true
    }
    if (command.kind === 'enter') {
      if (!move || !draft) return false
      if (isSameSlot(move.from, draft)) act.dropMove()
      else void confirm(move, draft)
      return true
    }
    // Once something is on the move, plain arrows carry it too.
    const carried = move ? asCarried(command) : command
    if (carried.kind === 'go') return false
    const card = move?.card ?? cardOf(day, cursorId)
    if (!card || card.status !== 'booked') return carried.kind === 'shift'
    if (isTyping()) {
      say.refused({ title: words.day.finishFirst })
      return true
    }
    const current = move ?? { card, from: slotOf(card, day.timeZone), via: 'grid' as const }
    mover.clear()
    if (!move) say.quiet()
    act.startMove(current, stepped(draft ?? current.from, carried, day, layout))
    return true
  }

  function onDrag(drop: Drop): void {
    if (!day || isTyping()) return
    const from = slotOf(drop.card, day.timeZone)
    mover.clear()
    if (!move) say.quiet()
    act.startMove({ card: drop.card, from, via: 'grid' }, droppedAt(from, drop, day))
  }

  function onDrop(drop: Drop | null): void {
    if (!day || !drop) {
      act.dropMove()
      return
    }
    if (isTyping()) return say.refused({ title: words.day.finishFirst })
    const from = slotOf(drop.card, day.timeZone)
    const current: Move = { card: drop.card, from, via: 'grid' }
    const to = droppedAt(from, drop, day)
    const [conflict] = isSameSlot(from, to) ? [] : conflictsOf(current, to)
    // What may be overruled waits at the foot of the day with the button that overrules it.
    if (conflict && overrideOf(conflict.code)) return
    // So does what counts as late: that is said before it is done.
    if (!conflict && late) return
    if (conflict) {
      const said = conflictWords(conflict)
      say.refused({ title: said.message, body: said.nextStep })
    }
    if (isSameSlot(from, to) || conflict) act.dropMove()
    else void confirm(current, to)
  }

  const problem = mover.failure ?? (conflicts[0] ? conflictWords(conflicts[0]) : null)
  const code = mover.failure?.code ?? conflicts[0]?.code
  const bar: ComponentProps<typeof MoveBar> | null =
    day && move && draft && !isSameSlot(move.from, draft)
      ? {
          clientName: move.card.clientName,
          from: slotText(move.from, day, trainerName, draft),
          to: slotText(draft, day, trainerName, move.from),
          problem,
          late,
          isPending: mover.isPending,
          onMove: () => void confirm(move, draft),
          onLeave: () => onCommand({ kind: 'escape' }, null),
          override: overrideFor(
            code,
            session.role === 'manager',
            (overrides) => void confirm(move, draft, overrides),
          ),
        }
      : null
  const meanwhile: ComponentProps<typeof MovedMeanwhile> | null =
    move && draft && mover.failure?.code === 'changed_since'
      ? {
          failure: mover.failure,
          move,
          draft,
          trainerName,
          onKeepMine: (again) => {
            mover.clear()
            act.startMove(again, draft)
          },
          onTakeTheirs: () => onCommand({ kind: 'escape' }, null),
        }
      : null
  const announcement =
    move && draft && !isSameSlot(move.from, draft)
      ? words.day.moveAnnounced(draft.time, trainerName(draft.trainerId))
      : ''
  return { onCommand, onDrag, onDrop, bar, meanwhile, announcement }
}

function asCarried(command: GridCommand): GridCommand {
  if (command.kind !== 'go') return command
  switch (command.direction) {
    case 'up':
      return { kind: 'shift', steps: -1 }
    case 'down':
      return { kind: 'shift', steps: 1 }
    case 'left':
      return { kind: 'across', steps: -1 }
    case 'right':
      return { kind: 'across', steps: 1 }
    case 'home':
    case 'end':
      return command
  }
}

function stepped(
  draft: SlotDraft,
  command: GridCommand,
  day: DayView,
  layout: GridLayout,
): SlotDraft {
  switch (command.kind) {
    case 'shift':
      return shiftDraft(draft, command.steps * slotMinutes, day.timeZone)
    case 'across':
      return moveDraftAcross(draft, command.steps, layout.trainerIds)
    case 'stretch':
      return stretchDraft(draft, command.steps * slotMinutes, day.timeZone)
    case 'go':
    case 'enter':
    case 'escape':
      return draft
  }
}

function droppedAt(from: SlotDraft, drop: Drop, day: DayView): SlotDraft {
  const moved = drop.minutes === 0 ? from : shiftDraft(from, drop.minutes, day.timeZone)
  return { ...moved, trainerId: drop.trainerId }
}

function overrideFor(
  code: string | undefined,
  isManager: boolean,
  run: (overrides: Overrides) => void,
): ComponentProps<typeof MoveBar>['override'] {
  const allowed = overrideOf(code)
  if (!allowed) return undefined
  return {
    label: overrideLabel(allowed, isManager),
    onConfirm: (reason) => run({ ...noOverrides, [allowed]: true, reason }),
  }
}

/** The slot in words; the trainer and the end only where they differ from the other slot. */
function slotText(
  slot: SlotDraft,
  day: DayView,
  trainerName: (id: string) => string,
  other: SlotDraft,
): string {
  const end = localEndOf(slot, day.timeZone)?.slice(11)
  const time =
    slot.durationMinutes === other.durationMinutes ? slot.time : `${slot.time} – ${end ?? ''}`
  return slot.trainerId === other.trainerId ? time : `${time} ${trainerName(slot.trainerId)}`
}
