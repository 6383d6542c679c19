import { describe, expect, it } from 'vitest'
import { gridCommandOf, type Key } from '../../../renderer/features/appointments/grid-keys.ts'

const press = (key: string, held: Partial<Key> = {}) =>
  gridCommandOf({ key, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, ...held })

describe('keys in the grid', () => {
  it('move the focus by themselves', () => {
    expect(press('ArrowDown')).toEqual({ kind: 'go', direction: 'down' })
    expect(press('Home')).toEqual({ kind: 'go', direction: 'home' })
  })

  it('move a session with Alt', () => {
    expect(press('ArrowUp', { altKey: true })).toEqual({ kind: 'shift', steps: -1 })
    expect(press('ArrowRight', { altKey: true })).toEqual({ kind: 'across', steps: 1 })
  })

  it('make a session longer with Shift', () => {
    expect(press('ArrowDown', { shiftKey: true })).toEqual({ kind: 'stretch', steps: 1 })
    expect(press('ArrowUp', { shiftKey: true })).toEqual({ kind: 'stretch', steps: -1 })
    expect(press('ArrowLeft', { shiftKey: true })).toBeNull()
    expect(press('ArrowDown', { shiftKey: true, altKey: true })).toBeNull()
  })

  it('leave Ctrl and Alt with an arrow to the graphics card, which may turn the screen', () => {
    for (const key of ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight']) {
      expect(press(key, { altKey: true, ctrlKey: true })).toBeNull()
    }
  })

  it('leave everything else to others', () => {
    expect(press('x')).toBeNull()
    expect(press('ArrowDown', { ctrlKey: true })).toBeNull()
    expect(press('Home', { altKey: true })).toBeNull()
  })
})
