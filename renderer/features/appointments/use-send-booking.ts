import { useCallback } from 'react'
import type { Service, Trainer } from '../../../shared/catalog.ts'
import type { Failure } from '../../../shared/result.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { useSignedIn } from '../../app/session.tsx'
import { useApproval } from '../staff/approval.ts'
import { shownWith, type FundingChoice } from '../packages/funding-choice.ts'
import { rememberService } from './last-service.ts'
import { useSay } from './say.tsx'
import { localEndOf, localStartOf, type SlotDraft } from './slot-draft.ts'
import { allowanceOf, type Overrides } from './slot-overrides.tsx'
import type { BookingClient } from './use-booking-client.ts'

/** What the form says about the slot, and who is told when it is booked. */
export interface BookingForm {
  readonly draft: SlotDraft
  readonly note: string
  readonly roomId: string | null
  readonly overrides: Overrides
  readonly trainers: readonly Trainer[]
  readonly onBooked: (appointmentId: string, slot: SlotDraft) => void
  readonly onScheduled: (appointmentId: string) => void
}

type Who = NonNullable<ReturnType<BookingClient['read']>>

/** How a booking is on its way. */
export interface SendBooking {
  readonly book: (service: Service, who: Who, funding: FundingChoice) => Promise<void>
  /** Puts a group session into the day. */
  readonly schedule: (service: Service, capacity: number) => Promise<void>
  readonly isPending: boolean
  readonly failure: Failure | null
  readonly clear: () => void
}

/** Sends what the booking form holds, asks for a manager where one is needed, and says what was done. */
export function useSendBooking(form: BookingForm): SendBooking {
  const { draft, note, roomId, overrides, trainers } = form
  const { studio } = useSignedIn()
  const create = useCommand('appointments.create')
  const group = useCommand('groups.schedule')
  const approved = useApproval()
  const say = useSay()
  const trainerName = trainers.find(({ id }) => id === draft.trainerId)?.name ?? ''

  function slotInput({ id, durationMinutes }: Service) {
    const end = localEndOf(draft, studio.timeZone)
    return {
      trainerId: draft.trainerId,
      serviceId: id,
      start: localStartOf(draft),
      ...(draft.durationMinutes !== durationMinutes && end !== null && { end }),
      ...(note.trim() !== '' && { note }),
      ...(roomId !== null && { roomId }),
      ...allowanceOf(overrides),
    }
  }

  async function book(service: Service, who: Who, funding: FundingChoice): Promise<void> {
    const input = {
      ...slotInput(service),
      client: who.choice,
      funding: funding.wish,
      shown: shownWith(funding.chosen, service.priceMinor),
    }
    const result = await approved((approvalId) =>
      create.run(approvalId === undefined ? input : { ...input, approvalId }),
    )
    if (!result.ok) return
    rememberService(service.id)
    const title = words.booking.booked(who.name, draft.time, trainerName)
    say.done({ title }, result.value.undo)
    form.onBooked(result.value.appointmentId, draft)
  }

  async function schedule(service: Service, capacity: number): Promise<void> {
    const input = { ...slotInput(service), capacity }
    const result = await approved((approvalId) =>
      group.run(approvalId === undefined ? input : { ...input, approvalId }),
    )
    if (!result.ok) return
    rememberService(service.id)
    const title = words.groups.scheduled(service.name, draft.time, trainerName)
    say.done({ title }, result.value.undo)
    form.onScheduled(result.value.appointmentId)
  }

  const { clear: clearCreate } = create
  const { clear: clearGroup } = group
  const clear = useCallback(() => {
    clearCreate()
    clearGroup()
  }, [clearCreate, clearGroup])
  return {
    book,
    schedule,
    isPending: create.isPending || group.isPending,
    failure: create.failure ?? group.failure,
    clear,
  }
}
