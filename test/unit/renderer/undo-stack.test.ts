import { describe, expect, it } from 'vitest'
import {
  afterCommand,
  afterReverse,
  atVersion,
  stepBack,
  undoIn,
  type UndoState,
} from '../../../renderer/app/undo-context.ts'

const undo = (name: string) => ({
  command: 'appointments.reinstate',
  input: { appointmentId: name },
})
const nothing: UndoState = { done: [], undone: [] }

describe('what can be taken back', () => {
  it('is what an answer names, and nothing else', () => {
    expect(undoIn({ appointmentId: 'a', undo: undo('a') })).toEqual(undo('a'))
    for (const value of [null, 7, {}, { undo: null }, { undo: { command: 'x' } }, { undo: 'x' }]) {
      expect(undoIn(value)).toBeNull()
    }
  })

  it('is the newest first, and each goes over to what can be done again', () => {
    const two = afterCommand(afterCommand(nothing, undo('a')), undo('b'))
    expect(two.done.at(-1)).toEqual(undo('b'))
    const one = afterReverse(two, 'done', undo('b'), undo('b again'))
    expect(one).toEqual({ done: [undo('a')], undone: [undo('b again')] })
    expect(afterReverse(one, 'undone', undo('b again'), undo('b'))).toEqual(two)
  })

  it('leaves the stack when it is refused or has no reverse of its own', () => {
    const one = afterCommand(nothing, undo('a'))
    expect(afterReverse(one, 'done', undo('a'), null)).toEqual(nothing)
  })

  it('forgets what was undone as soon as something else is done', () => {
    const undone = afterReverse(
      afterCommand(nothing, undo('a')),
      'done',
      undo('a'),
      undo('a again'),
    )
    expect(afterCommand(undone, undo('b'))).toEqual({ done: [undo('b')], undone: [] })
  })

  it('may be taken out of the middle, by its own button', () => {
    const two = afterCommand(afterCommand(nothing, undo('a')), undo('b'))
    expect(afterReverse(two, 'done', undo('a'), null).done).toEqual([undo('b')])
  })

  it('goes back and forth by what was kept for it, where the answer names no reverse', () => {
    const back = undo('before')
    const again = undo('after')
    const one = afterCommand(nothing, { ...back, again })
    const forth = stepBack(one, 'done', back, null)
    expect(forth).toEqual({ ...again, again: back })
    const undone = afterReverse(one, 'done', back, forth)
    expect(stepBack(undone, 'undone', again, null)).toEqual({ ...back, again })
    // What main names is truer than what was kept.
    expect(stepBack(one, 'done', back, undo('named'))).toEqual(undo('named'))
    expect(stepBack(afterCommand(nothing, back), 'done', back, null)).toBeNull()
  })

  it('goes fifty steps back', () => {
    let state = nothing
    for (let step = 0; step < 60; step += 1) state = afterCommand(state, undo(String(step)))
    expect(state.done).toHaveLength(50)
    expect(state.done[0]).toEqual(undo('10'))
  })
})

describe('a step back from an edit', () => {
  const edit = { command: 'clients.update', input: { clientId: 'c', expectedVersion: 2 } }

  it('begins at the version that the last step has left behind', () => {
    const again = { ...edit, again: edit }
    const now = { command: 'clients.update', input: { clientId: 'c', expectedVersion: 5 } }
    expect(atVersion(edit, { clientId: 'c', version: 5 })).toEqual(now)
    expect(atVersion(again, { version: 5 })).toEqual({ ...now, again: edit })
  })

  it('is as it was where the answer names none', () => {
    expect(atVersion(edit, { clientId: 'c' })).toBe(edit)
    expect(atVersion(edit, null)).toBe(edit)
    expect(atVersion(null, { version: 5 })).toBeNull()
  })
})
