interface Size {
  readonly width: number
  readonly height: number
}

/** What every screen of the app can still be used in: also that of a laptop that shows all at 175 %. */
export const smallestWindow: Size = { width: 640, height: 400 }

/**
 * How large the window opens, in the pixels of a page.
 *
 * @param free what the screen has beside the task bar
 * @example
 * firstSize({ width: 1097, height: 589 }) // as large as that
 */
export function firstSize(free: Size): Size {
  return { width: Math.min(1280, free.width), height: Math.min(800, free.height) }
}
