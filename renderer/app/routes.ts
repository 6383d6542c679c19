/** The addresses behind `#`, one per screen. */
export const routes = {
  day: '/',
  clients: '/clients',
  drawer: '/drawer',
  dayClose: '/drawer/day',
  activity: '/activity',
  events: '/events',
  messages: '/messages',
  earnings: '/earnings',
  settings: '/settings',
} as const

/** The address of one client's profile. */
export function clientRoute(clientId: string): string {
  return `${routes.clients}/${clientId}`
}
