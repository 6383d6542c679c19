import { describe, expect, it } from 'vitest'
import {
  decideKey,
  mayActOnRow,
  type KeyCommand,
  type KeyFocus,
  type OpenThing,
} from '../../../renderer/app/decide-key.ts'

const focuses: readonly KeyFocus[] = ['page', 'field', 'panel', 'session', 'hidden']
const opens: readonly OpenThing[] = ['nothing', 'panel', 'form', 'modal']
const everywhere = focuses.flatMap((focus) => opens.map((open) => ({ focus, open })))

/** As the screens register them. */
const checkIn: KeyCommand = { key: 'A', isForFocused: true }
const cancel: KeyCommand = { key: 'X', isForFocused: true }
const today: KeyCommand = { key: 'T' }
const search: KeyCommand = { key: '/' }
const find: KeyCommand = { key: 'F2' }
const undo: KeyCommand = { key: 'Ctrl+Z', isOffInFields: true }
const lock: KeyCommand = { key: 'Ctrl+L', isGlobal: true }

describe('a letter that is part of a name', () => {
  const letters = [checkIn, cancel, today]
  it.each(letters.flatMap((letter) => focuses.map((focus) => ({ letter, focus }))))(
    'is no command while a form is open: $letter.key with the focus on the $focus',
    ({ letter, focus }) => {
      expect(decideKey(letter, { focus, open: 'form' })).toBe('nobody')
      expect(decideKey(letter, { focus, open: 'modal' })).toBe('nobody')
    },
  )
  it.each([...letters, search].flatMap((letter) => opens.map((open) => ({ letter, open }))))(
    'is no command in a field: $letter.key with $open open',
    ({ letter, open }) => {
      expect(decideKey(letter, { focus: 'field', open })).toBe('nobody')
    },
  )
})

describe('what is done to a session', () => {
  it.each<{ focus: KeyFocus; open: OpenThing; whose: string; rule: string }>([
    {
      focus: 'session',
      open: 'nothing',
      whose: 'screen',
      rule: 'the one that visibly has the focus',
    },
    {
      focus: 'session',
      open: 'panel',
      whose: 'screen',
      rule: 'that one, not the one in the panel',
    },
    { focus: 'session', open: 'form', whose: 'nobody', rule: 'a form is open' },
    { focus: 'session', open: 'modal', whose: 'nobody', rule: 'a dialog is open' },
    { focus: 'hidden', open: 'nothing', whose: 'nobody', rule: 'nobody sees where the focus is' },
    { focus: 'hidden', open: 'panel', whose: 'nobody', rule: 'nobody sees where the focus is' },
    { focus: 'page', open: 'nothing', whose: 'nobody', rule: 'nothing has the focus' },
    { focus: 'page', open: 'panel', whose: 'nobody', rule: 'the panel has not the focus' },
    { focus: 'panel', open: 'panel', whose: 'panel', rule: 'its button there is pressed' },
    { focus: 'panel', open: 'form', whose: 'nobody', rule: 'something is typed in the panel' },
    { focus: 'field', open: 'form', whose: 'nobody', rule: 'it is typed' },
  ])('by a letter: $rule ($focus, $open)', ({ focus, open, whose }) => {
    expect(decideKey(checkIn, { focus, open })).toBe(whose)
  })
})

it.each(['page', 'panel', 'session', 'hidden'] as const)(
  'a sign is in nobody’s name: / searches beside a form, with the focus on the %s',
  (focus) => {
    expect(decideKey(search, { focus, open: 'form' })).toBe('screen')
    expect(decideKey(search, { focus, open: 'modal' })).toBe('nobody')
  },
)

describe('what types nothing', () => {
  it.each(everywhere)('F2 works unless a dialog is open: $focus, $open', (scene) => {
    expect(decideKey(find, scene)).toBe(scene.open === 'modal' ? 'nobody' : 'screen')
  })
  it.each(everywhere)('Ctrl+L works always: $focus, $open', (scene) => {
    expect(decideKey(lock, scene)).toBe('screen')
  })
  it.each(everywhere)('Ctrl+Z means the text in a field: $focus, $open', (scene) => {
    const isOff = scene.open === 'modal' || scene.focus === 'field'
    expect(decideKey(undo, scene)).toBe(isOff ? 'nobody' : 'screen')
  })
  it.each(['nothing', 'panel'] as const)('T goes to today where nothing is typed: %s', (open) => {
    for (const focus of ['page', 'panel', 'session', 'hidden'] as const)
      expect(decideKey(today, { focus, open })).toBe('screen')
  })
})

describe('the keys of a row in a class', () => {
  it.each<{
    focus: KeyFocus
    open: OpenThing
    isFocusSeen: boolean
    isTyped: boolean
    may: boolean
  }>([
    { focus: 'panel', open: 'form', isFocusSeen: true, isTyped: false, may: true },
    { focus: 'panel', open: 'panel', isFocusSeen: true, isTyped: false, may: true },
    { focus: 'panel', open: 'form', isFocusSeen: true, isTyped: true, may: false },
    { focus: 'panel', open: 'form', isFocusSeen: false, isTyped: false, may: false },
    { focus: 'panel', open: 'panel', isFocusSeen: false, isTyped: false, may: false },
    { focus: 'field', open: 'form', isFocusSeen: true, isTyped: false, may: false },
    { focus: 'panel', open: 'modal', isFocusSeen: true, isTyped: false, may: false },
  ])(
    'focus $focus, $open, seen $isFocusSeen, something typed $isTyped: $may',
    ({ focus, open, may, ...how }) => {
      expect(mayActOnRow({ focus, open }, how)).toBe(may)
    },
  )
})
