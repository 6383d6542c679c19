/** The addresses behind `#`, one per screen. */
export const routes = {
  day: '/',
  activity: '/activity',
} as const
