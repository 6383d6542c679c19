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
])('Ctrl+$key at level $level is level $becomes', ({ key, level, becomes }) => {
  expect(zoomAfter(key, level)).toBe(becomes)
})
