import type { ReactNode } from 'react'
import type { Service } from '../../../shared/catalog.ts'
import { formatMoney } from '../../../shared/money.ts'
import { words } from '../../../shared/words/index.ts'
import { useSignedIn } from '../../app/session.tsx'
import { Select } from '../../ui/select.tsx'
import { sayDuration } from './say-duration.ts'

/** The services one can book, with how long they take, what they cost and how many they are for. */
export function ServiceSelect({
  services,
  value,
  autoFocus = false,
  onChange,
}: {
  services: readonly Service[]
  value: Service | undefined
  autoFocus?: boolean
  onChange: (service: Service) => void
}): ReactNode {
  const { currency } = useSignedIn().studio
  return (
    <Select
      label={words.booking.service}
      autoFocus={autoFocus}
      options={services.map((service) => ({
        value: service.id,
        label: service.name,
        description: describe(service, currency),
        hue: service.hue,
      }))}
      value={value?.id ?? null}
      onChange={(id) => {
        const chosen = services.find((candidate) => candidate.id === id)
        if (chosen) onChange(chosen)
      }}
    />
  )
}

function describe({ durationMinutes, priceMinor, capacity }: Service, currency: string): string {
  const price = formatMoney(priceMinor, currency)
  const said = words.booking.servicePrice(sayDuration(durationMinutes), price)
  return capacity === null ? said : words.groups.serviceSeats(said, capacity)
}
