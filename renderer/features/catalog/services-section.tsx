import { Plus } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { ManagedService } from '../../../shared/manage-catalog.ts'
import { formatMoney } from '../../../shared/money.ts'
import { words } from '../../../shared/words/index.ts'
import { useQueryOf } from '../../app/api.ts'
import { useSignedIn } from '../../app/session.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { SettingsCard } from '../settings/settings-card.tsx'
import styles from './catalog.module.css'
import { OfferList } from './offer-list.tsx'
import { RoomDialog } from './room-dialog.tsx'
import { ServiceDialog } from './service-dialog.tsx'

const say = words.catalog

/** What is offered at which price, and the rooms it takes place in. */
export function ServicesSection(): ReactNode {
  const { studio } = useSignedIn()
  const catalog = useQueryOf('catalog.manage', {})
  // What is edited, by its id; `new` is not there yet.
  const [service, setService] = useState<string | null>(null)
  const [room, setRoom] = useState<string | null>(null)
  if (catalog.failure) return <ErrorState error={catalog.failure} onRetry={catalog.refetch} />
  if (!catalog.data) return <Skeleton height={240} />
  const { services, rooms } = catalog.data
  const edited = services.find(({ id }) => id === service) ?? null
  const roomNames = (ids: readonly string[]) =>
    rooms
      .filter(({ id, isActive }) => isActive && ids.includes(id))
      .map(({ name }) => name)
      .join(', ')

  function factsOf(offer: ManagedService): string {
    const { bufferBeforeMinutes: before, bufferAfterMinutes: after } = offer
    return say.serviceFacts(
      [
        words.booking.minutes(offer.durationMinutes),
        offer.priceMinor === 0
          ? words.booking.free
          : formatMoney(offer.priceMinor, studio.currency),
        before + after > 0 ? say.buffers(before, after) : '',
        offer.capacity === null ? '' : say.seatCount(offer.capacity),
        roomNames(offer.roomIds) || (offer.roomIds.length > 0 ? say.noRoomLeft : ''),
      ].filter((part) => part !== ''),
    )
  }

  return (
    <>
      <SettingsCard
        title={say.servicesTitle}
        hint={say.servicesHint}
        action={
          <Button icon={Plus} onPress={() => setService('new')}>
            {say.addService}
          </Button>
        }
      >
        <OfferList
          kind="service"
          label={say.servicesTitle}
          offers={services.map((offer) => ({ ...offer, facts: factsOf(offer) }))}
          onEdit={setService}
        />
      </SettingsCard>
      <SettingsCard
        title={say.rooms}
        hint={say.roomsHint}
        action={
          <Button icon={Plus} onPress={() => setRoom('new')}>
            {say.addRoom}
          </Button>
        }
      >
        {rooms.length === 0 ? (
          <p className={styles.hint}>{say.noRooms}</p>
        ) : (
          <OfferList
            kind="room"
            label={say.rooms}
            offers={rooms.map((offer) => ({ ...offer, facts: say.kinds[offer.kind] }))}
            onEdit={setRoom}
          />
        )}
      </SettingsCard>
      {service !== null && (
        <ServiceDialog
          service={edited}
          hue={(services.length % 8) + 1}
          rooms={rooms.filter(
            ({ id, isActive }) => isActive || edited?.roomIds.includes(id) === true,
          )}
          currency={studio.currency}
          onClose={() => setService(null)}
        />
      )}
      {room !== null && (
        <RoomDialog
          room={rooms.find(({ id }) => id === room) ?? null}
          onClose={() => setRoom(null)}
        />
      )}
    </>
  )
}
