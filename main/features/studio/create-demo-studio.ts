import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { setUpStudio } from './set-up-studio.ts'
import { minor } from '../../../shared/money.ts'

/** Fills an empty file with a believable studio. */
export function createDemoStudio(tx: Tx, bus: EventBus): void {
  const hours = [1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, startMinute: 480, endMinute: 1200 }))
  setUpStudio(
    tx,
    bus,
    {
      name: 'Harbour Street Studio',
      timeZone: 'Europe/Berlin',
      currency: 'EUR',
      trainers: [{ name: 'Ana Ruiz', pin: '2222' }, { name: 'Ben Okafor' }],
      services: [{ name: 'Personal training', durationMinutes: 60, priceMinor: minor(5500) }],
      openingHours: hours,
      manager: { name: 'Mara Lindqvist', pin: '1111' },
    },
    { demo: true },
  )
}
