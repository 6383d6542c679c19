/** The addresses behind `#`, one per screen. */
export const routes = {
  day: '/',
  activity: '/activity',
  events: '/events',
  messages: '/messages',
} as const
