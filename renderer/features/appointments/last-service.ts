import type { Service } from '../../../shared/catalog.ts'

const key = 'fitflow.lastService'

/** The service that was booked last at this laptop, else the first on the list. */
export function lastService(services: readonly Service[]): Service | undefined {
  const id = window.localStorage.getItem(key)
  return services.find((service) => service.id === id) ?? services[0]
}

/** Remembers a service for the next booking. */
export function rememberService(serviceId: string): void {
  window.localStorage.setItem(key, serviceId)
}
