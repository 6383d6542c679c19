/** Words of the day: the grid, its toolbar and its states. */
export const day = {} as const
