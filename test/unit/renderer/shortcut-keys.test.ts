import { describe, expect, it } from 'vitest'
import { isPressOf, wouldType, type KeyPress } from '../../../renderer/app/shortcut-keys.ts'

function press(key: string, held: Partial<KeyPress> = {}): KeyPress {
  return { key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held }
}

describe('a shortcut as it is written on screen', () => {
  it('is its key with exactly its modifiers', () => {
    expect(isPressOf('Ctrl+L', press('l', { ctrlKey: true }))).toBe(true)
    expect(isPressOf('Ctrl+L', press('l'))).toBe(false)
    expect(isPressOf('T', press('t'))).toBe(true)
    expect(isPressOf('T', press('t', { ctrlKey: true }))).toBe(false)
    expect(isPressOf('Ctrl+Z', press('z', { ctrlKey: true, shiftKey: true }))).toBe(false)
    expect(isPressOf('Ctrl+Shift+Z', press('Z', { ctrlKey: true, shiftKey: true }))).toBe(true)
  })

  it('knows arrows and named keys by their signs', () => {
    expect(isPressOf('Alt+↑', press('ArrowUp', { altKey: true }))).toBe(true)
    expect(isPressOf('PgDn', press('PageDown'))).toBe(true)
    expect(isPressOf('Esc', press('Escape'))).toBe(true)
  })

  it('takes Command for Ctrl', () => {
    expect(isPressOf('Ctrl+L', press('l', { metaKey: true }))).toBe(true)
  })

  it('reaches signs however the keyboard layout does', () => {
    expect(isPressOf('?', press('?', { shiftKey: true }))).toBe(true)
    expect(isPressOf('/', press('/', { shiftKey: true }))).toBe(true)
  })

  it('would type only when it is one character without Ctrl or Alt', () => {
    expect(['T', '?', '/'].map(wouldType)).toEqual([true, true, true])
    expect(['Ctrl+L', 'Alt+↑', 'F2', 'Esc', 'PgUp'].map(wouldType)).toEqual([
      false,
      false,
      false,
      false,
      false,
    ])
  })
})
