import { expect, it } from 'vitest'
import { firstSize, smallestWindow } from '../../../main/platform/window-size.ts'

it.each([
  { screen: 'a large screen', free: { width: 2560, height: 1400 }, is: [1280, 800] },
  { screen: '1080p at 175 %', free: { width: 1097, height: 589 }, is: [1097, 589] },
  { screen: '1080p at 225 %', free: { width: 853, height: 453 }, is: [853, 453] },
  { screen: '768 lines at 150 %', free: { width: 910, height: 484 }, is: [910, 484] },
])(
  'the window fits $screen, and may be made no larger than it by its least size',
  ({ free, is }) => {
    const { width, height } = firstSize(free)
    expect([width, height]).toEqual(is)
    expect(smallestWindow.width).toBeLessThanOrEqual(free.width)
    expect(smallestWindow.height).toBeLessThanOrEqual(free.height)
  },
)
