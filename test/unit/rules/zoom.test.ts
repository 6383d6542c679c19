import { expect, it } from 'vitest'
import { zoomAfter } from '../../../main/platform/zoom-keys.ts'

it.each([
  { key: '+', level: 0, becomes: 1 },
  { key: '=', level: 1, becomes: 2 },
  { key: '+', level: 4, becomes: 4 },
  { key: '-', level: 0, becomes: -1 },
  { key: '-', level: -2, becomes: -2 },
  { key: '0', level: 3, becomes: 0 },
  { key: 'l', level: 3, becomes: null },
  { key: '-', code: 'NumpadSubtract', level: 0, becomes: -1 },
  { key: '=', code: 'Digit0', shift: true, level: 0, becomes: 1 },
  // A French keyboard, whose digits need Shift: 6, 8 and 0, then the keys beside them.
  { key: '-', code: 'Digit6', level: 0, becomes: null },
  { key: '_', code: 'Digit8', level: 0, becomes: null },
  { key: 'à', code: 'Digit0', level: 3, becomes: 0 },
  { key: ')', code: 'Minus', level: 0, becomes: -1 },
  { key: '=', code: 'Equal', level: 0, becomes: 1 },
])(
  'Ctrl+$key at $code, level $level: $becomes',
  ({ key, code = '', shift = false, level, becomes }) => {
    expect(zoomAfter({ key, code, shift }, level)).toBe(becomes)
  },
)
