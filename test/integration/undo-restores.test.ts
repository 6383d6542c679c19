import { describe, expect, it } from 'vitest'
import { insteadOf } from '../../renderer/app/not-undone.ts'
import type { Undo } from '../../shared/contract.ts'
import { newId } from '../../shared/ids.ts'
import { words } from '../../shared/words/index.ts'
import { differencesAfterUndo, photograph } from '../faults/support/taken-back.ts'
import { valueOf } from '../support/read-result.ts'
import { before, refusedAnyway, validInputs } from '../support/valid-inputs.ts'
import { commandNames, openWholeStudio, type WholeStudio } from '../support/whole-studio.ts'

const look = (studio: WholeStudio) =>
  photograph({ all: <R>(query: string) => studio.rows<R & object>(query) })

/** What an answer names as its way back. */
function wayBack(answer: unknown): Undo | null {
  const { undo = null } = (answer ?? {}) as { readonly undo?: Undo | null }
  return undo
}

const send = (studio: WholeStudio, name: string, input: unknown) =>
  valueOf(studio.send({ name, input, commandId: newId() }))

describe('after an undo every table is as it was before the act, and after a redo as after it', () => {
  it.each(commandNames.filter((name) => !refusedAnyway[name]?.manager))('%s', (name) => {
    const studio = openWholeStudio()
    studio.become('manager')
    before[name]?.(studio)
    const first = look(studio)
    const undo = wayBack(send(studio, name, validInputs[name](studio)))
    // Where there is no way back, Ctrl+Z says so in words of this command, or nothing was to take back.
    const said = undo ? null : insteadOf(name)
    expect(said).not.toBe(words.undo.insteadOfAny)
    if (!undo) return
    const second = look(studio)
    // Later that day: nothing is decided anew, whatever the clock says.
    studio.at('2026-03-02T19:30')
    const redo = wayBack(send(studio, undo.command, undo.input))
    expect(differencesAfterUndo(first, look(studio))).toEqual([])
    if (!redo) return
    send(studio, redo.command, redo.input)
    expect(differencesAfterUndo(second, look(studio))).toEqual([])
  })
})
