import { useCallback, useMemo, useRef, type ReactNode } from 'react'
import type { Undo } from '../../shared/contract.ts'
import type { CommandName } from '../../shared/contracts.ts'
import { newId } from '../../shared/ids.ts'
import type { Failure, Result } from '../../shared/result.ts'
import { words } from '../../shared/words/index.ts'
import { useApproval } from '../features/staff/approval.ts'
import { useToasts } from '../ui/toast.tsx'
import { send } from './bridge.ts'
import { useFailureToast } from './failure-toast.ts'
import { insteadOf } from './not-undone.ts'
import { useShortcuts } from './shortcuts.tsx'
import {
  afterCommand,
  afterReverse,
  atVersion,
  stepBack,
  undoIn,
  UndoContext,
  type UndoStack,
  type UndoState,
} from './undo-context.ts'

export interface UndoProviderProps {
  /**
   * Told when something cannot be taken back because its place is taken. Answers whether it has said
   * so itself, with a way out.
   */
  onRefused: (undo: Undo, failure: Failure) => Promise<boolean>
  children: ReactNode
}

const empty: UndoState = { done: [], undone: [] }

/**
 * Keeps what the person at this window did, so that Ctrl+Z takes the last of it back and
 * Ctrl+Shift+Z does it again. Every step is a command like any other and goes through the same rules.
 * It lives as long as the person is signed in: nobody takes back what somebody else did.
 */
export function UndoProvider({ onRefused, children }: UndoProviderProps): ReactNode {
  // A ref, because nothing that is drawn depends on it.
  const state = useRef(empty)
  const isRunning = useRef(false)
  const approved = useApproval()
  const report = useFailureToast()
  const toasts = useToasts()
  const last = useRef<number | null>(null)
  const watchers = useRef(new Set<(undo: Undo) => void>())

  const reverse = useCallback(
    async (undo: Undo, side: 'done' | 'undone'): Promise<Result<unknown>> => {
      const result = await approved((approvalId) =>
        sendUndo(approvalId === undefined ? undo : withApproval(undo, approvalId)),
      )
      const own = result.ok
        ? atVersion(stepBack(state.current, side, undo, undoIn(result.value)), result.value)
        : null
      state.current = afterReverse(state.current, side, undo, own)
      if (result.ok) for (const onTaken of watchers.current) onTaken(undo)
      if (!result.ok && !(await onRefused(undo, result.error))) report(result.error)
      return result
    },
    [approved, onRefused, report],
  )

  async function step(side: 'done' | 'undone'): Promise<void> {
    const undo = state.current[side].at(-1)
    // A held key is one press: the next step waits for the answer to this one.
    if (isRunning.current) return
    if (!undo || undo.isFinal) {
      const { nothing, nothingAgain } = words.undo
      const none = { title: side === 'done' ? nothing : nothingAgain }
      toasts.show((undo && insteadOf(undo.command as CommandName)) ?? none)
      return
    }
    isRunning.current = true
    const result = await reverse(undo, side)
    isRunning.current = false
    if (!result.ok) return
    if (last.current !== null) toasts.dismiss(last.current)
    last.current = toasts.show({ tone: 'success', title: doneWords(undo) })
  }

  useShortcuts(words.shell.everywhere, [
    { keys: 'Ctrl+Z', label: words.undo.undo, run: () => void step('done'), isOffInFields: true },
    {
      keys: 'Ctrl+Shift+Z',
      label: words.undo.redo,
      run: () => void step('undone'),
      isOffInFields: true,
    },
  ])

  const stack = useMemo<UndoStack>(
    () => ({
      push: (undo, again) => {
        state.current = afterCommand(state.current, again ? { ...undo, again } : undo)
      },
      pass: (command) => {
        state.current = afterCommand(state.current, { command, input: null, isFinal: true })
      },
      take: (undo) => reverse(undo, 'done'),
      watch: (onTaken) => {
        const { current } = watchers
        current.add(onTaken)
        return () => void current.delete(onTaken)
      },
    }),
    [reverse],
  )
  return <UndoContext value={stack}>{children}</UndoContext>
}

function sendUndo({ command, input }: Undo): Promise<Result<unknown>> {
  return send({ name: command, input, commandId: newId() })
}

function withApproval({ command, input }: Undo, approvalId: string): Undo {
  return { command, input: { ...(input as object), approvalId } }
}

/** What was done by the reverse, in words; a plain word for one that has none of its own. */
function doneWords({ command, input }: Undo): string {
  const { done } = words.undo
  const isSeatFromLine = command === 'appointments.cancel' && 'waitlistId' in (input as object)
  if (isSeatFromLine) return words.undo.backInLine
  return command in done ? done[command as keyof typeof done] : words.undo.anything
}
