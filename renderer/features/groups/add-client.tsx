import { useState, type ReactNode } from 'react'
import type { AppointmentDetail } from '../../../shared/appointments.ts'
import type { Client } from '../../../shared/clients.ts'
import type { GroupSession } from '../../../shared/groups.ts'
import { formatMoney, minor } from '../../../shared/money.ts'
import type { LocalDate } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { ask, useCommand } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useSay } from '../appointments/say.tsx'
import { ClientPicker } from '../clients/client-picker.tsx'
import { NewClientFields } from '../clients/new-client-fields.tsx'
import {
  readNewClient,
  type NewClientDraft,
  type NewClientProblems,
} from '../clients/read-new-client.ts'
import { shownWith, useFundingChoice } from '../packages/funding-choice.ts'
import { FundingField } from '../packages/funding-field.tsx'
import styles from './add-client.module.css'

type Choice =
  | { readonly kind: 'existing'; readonly client: Client }
  | { readonly kind: 'new'; readonly draft: NewClientDraft }

/**
 * Chooses who gets the next seat. Choosing is enough: the seat is given at once, and can be taken
 * back; who bought something ahead is asked with what of it the seat is paid. In a full session the
 * same field puts them on the waitlist.
 */
export function AddClient({
  group,
  appointment,
}: {
  group: GroupSession
  appointment: AppointmentDetail
}): ReactNode {
  const { appointmentId } = group
  const { serviceId, localStart } = appointment
  const date = localStart.slice(0, 10) as LocalDate
  const seat = useCommand('groups.addSeat')
  const wait = useCommand('groups.joinWaitlist')
  const say = useSay()
  const [choice, setChoice] = useState<Choice | null>(null)
  const [problems, setProblems] = useState<NewClientProblems>({})
  const [reason, setReason] = useState('')
  /** Mounts a fresh, empty field for the next client. */
  const [round, setRound] = useState(0)
  // A session that was cancelled and put back may show itself without its seats for a moment.
  const isNew = group.seats.length === 0 && group.cancelled.length === 0
  const isFull = group.seats.length >= group.capacity
  const isBusy = seat.isPending || wait.isPending
  const known = choice?.kind === 'existing' ? choice.client : null
  const funding = useFundingChoice(known && { clientId: known.id, serviceId, date })

  function clear(): void {
    setChoice(null)
    setProblems({})
    setReason('')
    seat.clear()
    wait.clear()
  }

  /** @param isWaiting put them on the waitlist. */
  async function add(chosen: Choice, isWaiting: boolean, overlapReason?: string): Promise<void> {
    const who = readChoice(chosen)
    if (who === null) return
    const { name, client } = who
    const result = isWaiting
      ? await wait.run({ appointmentId, client })
      : await seat.run({
          appointmentId,
          client,
          ...(chosen.kind === 'existing' && { funding: funding.wish }),
          ...shownPrice(chosen),
          ...(overlapReason !== undefined && {
            allowClientOverlap: true,
            exceptionReason: overlapReason,
          }),
        })
    if (!result.ok) return
    const title = isWaiting ? words.groups.waits(name) : words.groups.seated(name)
    say.done({ title }, result.value.undo)
    clear()
    setRound(round + 1)
  }

  /** What the seat was said to cost, or the last day of the credit that pays it. */
  function shownPrice({ kind }: Choice) {
    return {
      shown: shownWith(kind === 'new' ? null : funding.chosen, group.priceMinor ?? minor(0)),
    }
  }

  async function choose(client: Client): Promise<void> {
    const chosen = { kind: 'existing', client } as const
    setChoice(chosen)
    const bought = { clientId: client.id, serviceId, date }
    const options = isFull ? [] : await ask('packages.funding', bought).catch(() => [])
    if (options.length === 0) await add(chosen, isFull)
  }

  function readChoice(chosen: Choice) {
    if (chosen.kind === 'existing') {
      const { client } = chosen
      return { name: client.name, client: { kind: 'existing' as const, clientId: client.id } }
    }
    const read = readNewClient(chosen.draft)
    setProblems(read.ok ? {} : read.problems)
    if (!read.ok) return null
    return { name: read.client.name, client: { kind: 'new' as const, client: read.client } }
  }

  const failure = seat.failure ?? wait.failure
  const price = group.priceMinor === null ? '' : formatMoney(group.priceMinor, appointment.currency)
  const isOverlap = failure?.code === 'client_busy' || failure?.code === 'exception_reason_needed'
  return (
    <section
      aria-label={isFull ? words.groups.addToWaitlist : words.groups.addClient}
      className={styles.section}
    >
      <h3 className={styles.title}>
        {isFull ? words.groups.addToWaitlist : words.groups.addClient}
      </h3>
      {isFull && <p className={styles.help}>{words.groups.fullHelp}</p>}
      {choice?.kind === 'new' ? (
        <form
          className={styles.form}
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            void add(choice, isFull)
          }}
        >
          <NewClientFields
            value={choice.draft}
            onChange={(draft) => {
              setChoice({ kind: 'new', draft })
              setProblems({})
            }}
            problems={problems}
            onSearch={clear}
            onUse={(client) => {
              clear()
              void choose(client)
            }}
          />
          <Button type="submit" variant="primary" isPending={isBusy}>
            {isFull ? words.groups.toWaitlist : words.groups.saveNew}
          </Button>
        </form>
      ) : (
        <ClientPicker
          key={round}
          // Else it is the list of seats that one has come for, or Ctrl+Z that one goes on with.
          autoFocus={round > 0 || isNew}
          value={choice?.client ?? null}
          onChange={(client) => {
            clear()
            if (client) void choose(client)
          }}
          onNew={(name) => {
            clear()
            const draft = { name, phone: '', email: '', messagesConsent: false }
            setChoice({ kind: 'new', draft })
          }}
        />
      )}
      {known && !isFull && funding.options.length > 0 && (
        <div className={styles.form}>
          <FundingField choice={funding} price={price} />
          <Button
            variant="primary"
            isPending={isBusy}
            onPress={() => void add({ kind: 'existing', client: known }, false)}
          >
            {words.groups.giveSeatTo(known.name)}
          </Button>
        </div>
      )}
      <FormError error={failure} />
      {choice && isOverlap && (
        <div className={styles.form}>
          <TextField
            label={words.booking.exceptionReason}
            value={reason}
            onChange={setReason}
            placeholder={words.booking.exceptionReasonPlaceholder}
            maxLength={200}
          />
          <Button
            isPending={isBusy}
            isDisabled={reason.trim() === ''}
            onPress={() => void add(choice, false, reason)}
          >
            {words.groups.seatAnyway}
          </Button>
        </div>
      )}
      {choice && failure?.code === 'session_full' && (
        <Button isPending={isBusy} onPress={() => void add(choice, true)}>
          {words.groups.toWaitlist}
        </Button>
      )}
    </section>
  )
}
