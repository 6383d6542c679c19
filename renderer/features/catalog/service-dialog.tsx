import { useState, type ReactNode } from 'react'
import {
  shownOfCatalog,
  type ManagedRoom,
  type ManagedService,
} from '../../../shared/manage-catalog.ts'
import { formatMoney, type Minor } from '../../../shared/money.ts'
import { readCount } from '../../../shared/read-amount.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
import { useOpened } from '../../app/use-opened.ts'
import { useSure } from '../../app/sure-provider.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { MoneyField } from '../../ui/money-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { AffectedList } from './affected-list.tsx'
import styles from './catalog.module.css'
import { EditDialog } from './edit-dialog.tsx'
import { LeftBehind } from './left-behind.tsx'
import { HueSelect } from './trainers-section.tsx'
import { useSaid } from './use-said.ts'

const say = words.catalog

export interface ServiceDialogProps {
  /** Null: a new one. */
  service: ManagedService | null
  /** The colour of a new one. */
  hue: number
  rooms: readonly ManagedRoom[]
  currency: string
  onClose: () => void
}

/** A service with all that new bookings copy from it. */
export function ServiceDialog(props: ServiceDialogProps): ReactNode {
  const { service, rooms, currency, onClose } = props
  const add = useCommand('catalog.addService')
  const change = useCommand('catalog.changeService')
  const said = useSaid()
  const sure = useSure()
  const { opened, catchUp } = useOpened(service)
  const [name, setName] = useState(service?.name ?? '')
  const [duration, setDuration] = useState(String(service?.durationMinutes ?? 60))
  const [price, setPrice] = useState<Minor | null>(service?.priceMinor ?? null)
  const [before, setBefore] = useState(String(service?.bufferBeforeMinutes ?? 0))
  const [after, setAfter] = useState(String(service?.bufferAfterMinutes ?? 0))
  const [seats, setSeats] = useState(service ? seatsOf(service) : '')
  const [hue, setHue] = useState(service?.hue ?? props.hue)
  const [roomIds, setRoomIds] = useState<readonly string[]>(service?.roomIds ?? [])
  const [isChecked, setChecked] = useState(false)
  const consequence = useQueryOf(
    'catalog.roomsConsequence',
    { serviceId: service?.id ?? '', roomIds: [...roomIds] },
    { enabled: service !== null },
  )
  const left = consequence.data

  const problems = {
    name: name.trim() === '' ? say.nameMissing : undefined,
    duration: problemOf(duration, 5, 480),
    price: price === null ? say.priceMissing : undefined,
    before: problemOf(before, 0, 240),
    after: problemOf(after, 0, 240),
    seats: seats.trim() === '' ? undefined : problemOf(seats, 1, 500),
  }
  const errorOf = (field: keyof typeof problems) => {
    const error = isChecked ? problems[field] : undefined
    return error === undefined ? {} : { error }
  }

  const saving = service ? change : add

  async function save(): Promise<void> {
    setChecked(true)
    if (price === null || Object.values(problems).some((problem) => problem !== undefined)) return
    const input = {
      name,
      durationMinutes: numberIn(duration),
      priceMinor: price,
      hue,
      bufferBeforeMinutes: numberIn(before),
      bufferAfterMinutes: numberIn(after),
      capacity: seats.trim() === '' ? null : numberIn(seats),
      roomIds: [...roomIds],
      allowRetired: saving.failure?.code === 'retired_exists',
    }
    const result = await sure((sureOfMinor) =>
      opened
        ? change.run({
            serviceId: opened.id,
            ...input,
            sureOfMinor,
            ...shownOfCatalog(left),
            expectedVersion: opened.version,
          })
        : add.run({ ...input, sureOfMinor }),
    )
    if (!result.ok) return
    said(say.saved(name), result.value.undo)
    onClose()
  }

  const roomNames = (ids: readonly string[]) =>
    rooms
      .filter(({ id }) => ids.includes(id))
      .map((room) => room.name)
      .join(', ')
  const versions = service
    ? {
        fields: [
          { label: say.name, mine: name, theirs: service.name },
          {
            label: say.colour,
            mine: say.colourNumber(hue),
            theirs: say.colourNumber(service.hue),
          },
          { label: say.duration, mine: duration, theirs: String(service.durationMinutes) },
          {
            label: say.price,
            mine: price === null ? '' : formatMoney(price, currency),
            theirs: formatMoney(service.priceMinor, currency),
          },
          { label: say.before, mine: before, theirs: String(service.bufferBeforeMinutes) },
          { label: say.after, mine: after, theirs: String(service.bufferAfterMinutes) },
          { label: say.seats, mine: seats, theirs: seatsOf(service) },
          { label: say.needsOneOf, mine: roomNames(roomIds), theirs: roomNames(service.roomIds) },
        ],
        onKeepMine: catchUp,
        onTakeTheirs: () => {
          catchUp()
          setName(service.name)
          setDuration(String(service.durationMinutes))
          setPrice(service.priceMinor)
          setBefore(String(service.bufferBeforeMinutes))
          setAfter(String(service.bufferAfterMinutes))
          setSeats(seatsOf(service))
          setHue(service.hue)
          setRoomIds(service.roomIds)
        },
      }
    : undefined

  return (
    <EditDialog
      onClose={onClose}
      title={service ? say.editService(service.name) : say.newService}
      subtitle={say.servicesHint}
      commands={[add, change]}
      versions={versions}
      onSave={save}
    >
      <div className={styles.pair}>
        <TextField
          label={say.name}
          value={name}
          onChange={(next) => {
            setName(next)
            saving.clear()
          }}
          maxLength={80}
          autoFocus
          {...errorOf('name')}
        />
        <HueSelect hue={hue} onChange={setHue} />
        <Minutes
          label={say.duration}
          value={duration}
          onChange={setDuration}
          {...errorOf('duration')}
        />
        <MoneyField
          label={say.price}
          currency={currency}
          value={price}
          onChange={setPrice}
          {...errorOf('price')}
        />
        <Minutes label={say.before} value={before} onChange={setBefore} {...errorOf('before')} />
        <Minutes label={say.after} value={after} onChange={setAfter} {...errorOf('after')} />
      </div>
      <TextField
        label={say.seats}
        value={seats}
        onChange={setSeats}
        inputMode="numeric"
        maxLength={6}
        description={say.seatsHint}
        {...errorOf('seats')}
      />
      {rooms.length > 0 && (
        <div role="group" aria-label={say.needsOneOf} className={styles.form}>
          <span className={styles.hint}>{say.needsOneOf}</span>
          {rooms.map((room) => (
            <Checkbox
              key={room.id}
              isSelected={roomIds.includes(room.id)}
              onChange={(isNeeded) =>
                setRoomIds(
                  isNeeded ? [...roomIds, room.id] : roomIds.filter((id) => id !== room.id),
                )
              }
            >
              {room.isActive ? room.name : say.retiredRoom(room.name)}
            </Checkbox>
          ))}
        </div>
      )}
      {service && left && <LeftBehind consequence={left} />}
      {service && left && left.sessionsKept > 0 && (
        <AffectedList about={{ serviceId: service.id, notInRoomIds: [...roomIds] }} mustDecide />
      )}
    </EditDialog>
  )
}

function Minutes({
  label,
  value,
  onChange,
  error,
}: {
  label: string
  value: string
  onChange: (value: string) => void
  error?: string
}): ReactNode {
  return (
    <TextField
      label={label}
      value={value}
      onChange={onChange}
      inputMode="numeric"
      maxLength={6}
      suffix={say.minutes}
      {...(error !== undefined && { error })}
    />
  )
}

/** Empty: one client to themselves. */
function seatsOf({ capacity }: ManagedService): string {
  return capacity === null ? '' : String(capacity)
}

/** What {@link problemOf} has found to be a number. */
function numberIn(text: string): number {
  return readCount(text, { least: 0, most: 999_999 }) ?? 0
}

function problemOf(text: string, least: number, most: number): string | undefined {
  return readCount(text, { least, most }) === null ? words.ui.countWrong(least, most) : undefined
}
