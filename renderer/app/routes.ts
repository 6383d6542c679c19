/** The addresses behind `#`, one per screen. */
export const routes = {
  day: '/',
  activity: '/activity',
  events: '/events',
  messages: '/messages',
  settings: '/settings',
} as const
