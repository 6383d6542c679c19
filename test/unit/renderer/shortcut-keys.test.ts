import { describe, expect, it } from 'vitest'
import { isPressOf, wouldType, type KeyPress } from '../../../renderer/app/shortcut-keys.ts'
import { keyCap } from '../../../renderer/ui/key-cap.ts'
import { digitOf } from '../../../renderer/ui/pressed-key.ts'

function press(key: string, held: Partial<KeyPress> = {}): KeyPress {
  return { key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held }
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

  it('takes Command for Ctrl on a Mac, and only there, and shows the signs that are on its keys', () => {
    const [ctrl, command] = [press('l', { ctrlKey: true }), press('l', { metaKey: true })]
    const taken = (onMac: boolean) => [ctrl, command].map((key) => isPressOf('Ctrl+L', key, onMac))
    expect(taken(false)).toEqual([true, false])
    expect(taken(true)).toEqual([false, true])
    const caps = (isOnMac: boolean) =>
      ['Ctrl', 'Alt', 'Shift', 'L', '↑'].map((part) => keyCap(part, isOnMac))
    expect(caps(false)).toEqual(['Ctrl', 'Alt', 'Shift', 'L', '↑'])
    expect(caps(true)).toEqual(['⌘', '⌥', '⇧', 'L', '↑'])
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

describe('other layouts', () => {
  const ctrlKey = true
  const shiftKey = true

  it.each([
    { layout: 'Russian', shortcut: 'T', key: 'е', code: 'KeyT', with: {} },
    { layout: 'Russian', shortcut: 'Ctrl+Z', key: 'я', code: 'KeyZ', with: { ctrlKey } },
    {
      layout: 'Russian',
      shortcut: 'Ctrl+Shift+Z',
      key: 'Я',
      code: 'KeyZ',
      with: { ctrlKey, shiftKey },
    },
    { layout: 'Russian', shortcut: 'Ctrl+L', key: 'д', code: 'KeyL', with: { ctrlKey } },
    { layout: 'Ukrainian', shortcut: 'Ctrl+K', key: 'л', code: 'KeyK', with: { ctrlKey } },
    { layout: 'Greek', shortcut: 'T', key: 'τ', code: 'KeyT', with: {} },
    { layout: 'Greek', shortcut: 'Ctrl+L', key: 'λ', code: 'KeyL', with: { ctrlKey } },
    { layout: 'Greek', shortcut: 'Ctrl+Z', key: 'ζ', code: 'KeyZ', with: { ctrlKey } },
    { layout: 'Hebrew', shortcut: 'Ctrl+L', key: 'ך', code: 'KeyL', with: { ctrlKey } },
    { layout: 'Arabic', shortcut: 'A', key: 'ش', code: 'KeyA', with: {} },
    { layout: 'French', shortcut: 'Ctrl+1', key: '&', code: 'Digit1', with: { ctrlKey } },
    { layout: 'French', shortcut: 'Ctrl+2', key: 'é', code: 'Digit2', with: { ctrlKey } },
    { layout: 'French', shortcut: 'Ctrl+6', key: '-', code: 'Digit6', with: { ctrlKey } },
    {
      layout: 'French, Shift held',
      shortcut: 'Ctrl+8',
      key: '8',
      code: 'Digit8',
      with: { ctrlKey, shiftKey },
    },
    { layout: 'French', shortcut: 'Ctrl+Z', key: 'z', code: 'KeyW', with: { ctrlKey } },
    { layout: 'Czech', shortcut: 'Ctrl+2', key: 'ě', code: 'Digit2', with: { ctrlKey } },
    { layout: 'Arabic', shortcut: 'Ctrl+3', key: '٣', code: 'Digit3', with: { ctrlKey } },
    { layout: 'German', shortcut: 'Ctrl+Z', key: 'z', code: 'KeyY', with: { ctrlKey } },
    { layout: 'numbers pad', shortcut: 'Ctrl+4', key: '4', code: 'Numpad4', with: { ctrlKey } },
  ])('$layout: $key at $code is $shortcut', ({ shortcut, key, code, with: held }) => {
    expect(isPressOf(shortcut, press(key, { code, ...held }))).toBe(true)
  })

  it.each([
    { rule: 'a Latin letter is what the layout says', shortcut: 'Ctrl+Z', key: 'w', code: 'KeyZ' },
    { rule: 'so is one with an accent', shortcut: 'T', key: 'è', code: 'KeyT' },
    { rule: 'a Cyrillic letter is no other', shortcut: 'T', key: 'т', code: 'KeyN' },
    { rule: 'without Ctrl the row of digits writes', shortcut: 'Ctrl+1', key: '&', code: 'Digit1' },
  ])('$rule: $key at $code is not $shortcut', ({ shortcut, key, code }) => {
    const held = { ctrlKey: shortcut.startsWith('Ctrl') && key !== '&' }
    expect(isPressOf(shortcut, press(key, { code, ...held }))).toBe(false)
  })

  it('with Shift a sign of the row of digits is no digit', () => {
    const mark = press('!', { code: 'Digit1', ctrlKey, shiftKey })
    expect(isPressOf('Ctrl+1', mark)).toBe(false)
  })

  it.each([
    { key: '&', code: 'Digit1', is: '1' },
    { key: 'à', code: 'Digit0', is: '0' },
    { key: '1', code: 'Digit1', shiftKey, is: '1' },
    { key: '٧', code: 'Digit7', is: '7' },
    { key: '7', code: 'Numpad7', is: '7' },
    { key: '!', code: 'Digit1', shiftKey, is: null },
    { key: 'a', code: 'KeyQ', is: null },
    { key: 'ArrowUp', code: 'Numpad8', is: null },
  ])('of a PIN: $key at $code is $is', ({ is, ...held }) => {
    expect(digitOf({ shiftKey: false, ...held })).toBe(is)
  })
})
