import { Repeat, Ticket } from 'lucide-react'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import type { Client } from '../../../shared/clients.ts'
import type { Service } from '../../../shared/catalog.ts'
import { formatMoney } from '../../../shared/money.ts'
import type { LocalDate } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { useQueryOf } from '../../app/api.ts'
import { useSignedIn } from '../../app/session.tsx'
import { Button } from '../../ui/button.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { SidePanel } from '../../ui/side-panel.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { ClientNote } from '../clients/client-note.tsx'
import { ClientPicker } from '../clients/client-picker.tsx'
import { NewClientFields } from '../clients/new-client-fields.tsx'
import { SeriesDialog } from '../series/series-dialog.tsx'
import { useFundingChoice } from '../packages/funding-choice.ts'
import { FundingField } from '../packages/funding-field.tsx'
import { SellDialog } from '../packages/sell-dialog.tsx'
import { readCapacity } from '../groups/read-capacity.ts'
import styles from './booking-panel.module.css'
import { lastService, rememberService } from './last-service.ts'
import { needsOf, previewConflicts } from './preview-conflicts.ts'
import { RoomSelect } from './room-select.tsx'
import { useSay } from './say.tsx'
import { sayDuration } from './say-duration.ts'
import { ServiceSelect } from './service-select.tsx'
import { localEndOf, localStartOf, type SlotDraft } from './slot-draft.ts'
import { SlotFields } from './slot-fields.tsx'
import { useBookingClient } from './use-booking-client.ts'
import type { Prefill } from './use-desk.ts'
import { useForgetRefusal } from './use-forget-refusal.ts'
import { useSearchAnew } from './use-search-anew.ts'
import { useSendBooking } from './use-send-booking.ts'
import { noOverrides } from './slot-overrides.tsx'
import { SlotProblems } from './slot-problems.tsx'

export interface BookingPanelProps {
  draft: SlotDraft
  /** Who and what, where that is known already. */
  prefill?: Prefill | null
  /** Grows each time the client is to be searched for anew. */
  searches: number
  onDraft: (draft: SlotDraft) => void
  today: LocalDate
  onClose: () => void
  onBooked: (appointmentId: string, slot: SlotDraft) => void
  /** A group is in the day: its seats come next. */
  onScheduled: (appointmentId: string) => void
}

const formId = 'booking-form'

/**
 * A new booking beside the day. The slot is shared with the grid: a click there moves it, and what
 * was typed here stays. What stands in the way is said before the button is pressed.
 */
export function BookingPanel({
  draft,
  prefill = null,
  searches,
  onDraft,
  today,
  onClose,
  onBooked,
  onScheduled,
}: BookingPanelProps): ReactNode {
  const { session, studio } = useSignedIn()
  const catalog = useQueryOf('catalog.list', {})
  const day = useQueryOf('appointments.day', { date: draft.date })
  const say = useSay()

  const who = useBookingClient(prefill?.client ?? null)
  const { client, newClient } = who
  const profile = useQueryOf(
    'clients.get',
    { clientId: client?.id ?? '' },
    { enabled: client !== null },
  )
  useSearchAnew(searches, newClient !== null, who.backToSearch)
  const [serviceId, setServiceId] = useState<string | null>(prefill?.serviceId ?? null)
  const [roomId, setRoomId] = useState<string | null>(null)
  const [note, setNote] = useState('')
  const [seats, setSeats] = useState<string | null>(null)
  const [isSeatsWrong, setSeatsWrong] = useState(false)
  const [overrides, setOverrides] = useState(noOverrides)
  const [isSlotValid, setSlotValid] = useState(true)
  const [isSelling, setSelling] = useState(false)
  const [isRepeating, setRepeating] = useState(false)
  const confirm = useRef<HTMLButtonElement>(null)
  // Who and what is known: what is left to do is to book. Not left to the button itself, which waits
  // until nothing else has the focus, and the panel takes it.
  const isFilled = prefill !== null && prefill.serviceId !== null
  useEffect(() => {
    if (isFilled) confirm.current?.focus()
  }, [isFilled])

  const services = catalog.data?.services ?? []
  const trainers = catalog.data?.trainers ?? []
  const service = services.find((candidate) => candidate.id === serviceId) ?? lastService(services)
  const isGroup = typeof service?.capacity === 'number'
  const needs = needsOf(catalog.data, service?.id, null, roomId)
  const preview = day.data
    ? {
        day: day.data,
        draft,
        clientId: isGroup ? null : (client?.id ?? null),
        ignoreId: null,
        needs,
      }
    : null
  const conflicts = preview ? previewConflicts(preview) : []
  const funding = useFundingChoice(
    client && service && !isGroup
      ? { clientId: client.id, serviceId: service.id, date: draft.date }
      : null,
  )
  const price = service && formatMoney(service.priceMinor, studio.currency)

  const sending = useSendBooking({
    draft,
    note,
    roomId,
    overrides,
    trainers,
    onBooked,
    onScheduled,
  })
  useForgetRefusal(sending.clear, [draft, client?.id, service?.id, overrides, roomId, funding.wish])

  function chooseService(next: Service): void {
    setServiceId(next.id)
    setRoomId(null)
    setSeats(null)
    onDraft({ ...draft, durationMinutes: next.durationMinutes })
  }

  async function submit(): Promise<void> {
    if (!service || !isSlotValid) return
    if (service.capacity !== null) {
      // A group gets its place in the day first; its panel then asks who has a seat.
      const capacity = readCapacity(seats ?? String(service.capacity))
      setSeatsWrong(capacity === null)
      if (capacity !== null) await sending.schedule(service, capacity)
      return
    }
    const read = who.read()
    if (read) await sending.book(service, read, funding)
  }

  function repeat(): void {
    if (who.isChosen() && service && isSlotValid) setRepeating(true)
  }

  function chooseClient(next: Client | null): void {
    who.choose(next)
    setOverrides({ ...overrides, allowClientOverlap: false })
  }

  return (
    <SidePanel
      title={words.booking.newTitle}
      subtitle={
        <span className={styles.when}>
          {formatDate(draft.date, 'weekday')}, {draft.time} –{' '}
          {localEndOf(draft, studio.timeZone)?.slice(11) ?? '…'}
        </span>
      }
      onClose={onClose}
      footer={
        <>
          <div className={styles.price}>
            <strong>
              {funding.chosen
                ? words.payment.statuses.covered
                : price === undefined || service?.priceMinor === 0
                  ? words.booking.free
                  : price}
            </strong>
            <span>{isGroup ? words.groups.perSeat : sayDuration(draft.durationMinutes)}</span>
          </div>
          <Button
            variant="primary"
            size="lg"
            type="submit"
            form={formId}
            isPending={sending.isPending}
            ref={confirm}
            shortcut="Enter"
          >
            {isGroup ? words.groups.schedule(draft.time) : words.booking.confirmAt(draft.time)}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        {isGroup ? null : newClient ? (
          <NewClientFields
            value={newClient}
            onChange={who.changeNew}
            problems={who.newClientProblems}
            onSearch={who.backToSearch}
            onUse={(known) => {
              chooseClient(known)
              // Its button goes; what is left to do is to book.
              confirm.current?.focus()
            }}
          />
        ) : (
          <ClientPicker
            autoFocus={searches > 0 || (prefill === null && client === null)}
            value={client}
            onChange={chooseClient}
            onNew={who.startNew}
            error={who.problem}
          />
        )}
        <ClientNote note={profile.data?.notes} />
        <ServiceSelect
          services={services}
          value={service}
          autoFocus={prefill !== null && prefill.serviceId === null}
          onChange={chooseService}
        />
        <SlotFields
          draft={draft}
          onDraft={onDraft}
          onValid={setSlotValid}
          trainers={trainers}
          timeZone={studio.timeZone}
          today={today}
        />
        {isGroup && (
          <TextField
            label={words.groups.capacity}
            description={words.groups.scheduleHelp}
            value={seats ?? String(service.capacity)}
            onChange={(next) => {
              setSeats(next)
              setSeatsWrong(false)
            }}
            inputMode="numeric"
            maxLength={3}
            {...(isSeatsWrong && { error: words.groups.capacityWrong })}
          />
        )}
        <RoomSelect rooms={service?.rooms ?? []} value={roomId} onChange={setRoomId} />
        {!isGroup && <FundingField choice={funding} price={price ?? words.booking.free} />}
        {!isGroup && client && (
          <Button
            variant="ghost"
            icon={Ticket}
            className={styles.repeat ?? ''}
            onPress={() => setSelling(true)}
          >
            {words.packages.sellTitle}
          </Button>
        )}
        <SlotProblems
          conflicts={conflicts}
          failure={sending.failure}
          preview={preview}
          overrides={overrides}
          onOverrides={setOverrides}
          isManager={session.role === 'manager'}
          onSuggestion={onDraft}
        />
        {!newClient && (
          <Button icon={Repeat} className={styles.repeat ?? ''} onPress={repeat}>
            {words.series.repeat}
          </Button>
        )}
        <TextArea
          label={words.booking.note}
          isOptional
          value={note}
          onChange={setNote}
          placeholder={words.booking.notePlaceholder}
          maxLength={500}
        />
      </form>
      {/* Outside the form: what is sent in the dialog must not send the booking. */}
      {isSelling && client && (
        <SellDialog
          clientId={client.id}
          today={today}
          onSold={funding.choose}
          onClose={() => setSelling(false)}
        />
      )}
      {isRepeating && client && service && (
        <SeriesDialog
          client={client}
          service={service}
          trainerId={draft.trainerId}
          start={localStartOf(draft)}
          funding={funding.wish}
          note={note}
          today={today}
          onClose={() => setRepeating(false)}
          onBooked={(booked) => {
            rememberService(service.id)
            say.done({ title: words.series.booked(client.name, booked.count) }, booked.undo)
            setRepeating(false)
            onClose()
          }}
        />
      )}
    </SidePanel>
  )
}
