import { describe, expect, it } from 'vitest'
import type { Slot } from '../../../main/features/notifications/decide-message.ts'
import {
  decideOffer,
  decideOfferNews,
  type Offer,
  type OfferNews,
} from '../../../main/features/notifications/decide-offer.ts'
import type { Instant } from '../../../shared/time.ts'

const at = (time: string) => `2026-03-04T${time}:00.000Z` as Instant
const slot = (start: string, changes: Partial<Slot> = {}): Slot => ({
  startTime: at(start),
  endTime: at(`${String(Number(start.slice(0, 2)) + 1).padStart(2, '0')}${start.slice(2)}`),
  trainerId: 'ana',
  serviceId: 'pilates',
  roomId: 'hall',
  ...changes,
})
const nine = slot('09:00')
const ten = slot('10:00')

describe('an offered seat', () => {
  const offer: Offer = {
    startTime: at('09:00'),
    isWaiting: true,
    ahead: 0,
    standing: { slot: nine, freeSeats: 1 },
  }

  it.each([
    { with: {}, is: null },
    { with: { standing: null }, is: 'cancelled' },
    { with: { isWaiting: false }, is: 'not_waiting' },
    { with: { standing: { slot: ten, freeSeats: 1 } }, is: 'moved' },
    { with: { standing: { slot: nine, freeSeats: 0 } }, is: 'seat_taken' },
    { with: { standing: { slot: nine, freeSeats: -1 } }, is: 'seat_taken' },
    { with: {}, now: '08:59', is: null },
    { with: {}, now: '09:00', is: 'too_late' },
  ])('$with at $now: $is', ({ with: changes, is, now = '08:00' }) => {
    expect(decideOffer({ ...offer, ...changes }, at(now))).toBe(is)
  })
})

describe('who was told of a seat', () => {
  const free = (of: Slot = nine): OfferNews => ({ kind: 'waitlist_offer', slot: of })
  const taken = (of: Slot = nine): OfferNews => ({ kind: 'change', slot: of })
  const cancelled = (of: Slot = nine): OfferNews => ({ kind: 'cancellation', slot: of })
  const seats = (freeSeats: number, of: Slot = nine): Offer['standing'] => ({ slot: of, freeSeats })
  /** `waitlist_offer, and not waitlist_offer 09:00`: what is said, and what of it was untrue. */
  const inShort = (said: ReturnType<typeof decideOfferNews>): string =>
    typeof said === 'string'
      ? said
      : `${said.kind}, and not ${said.before.kind} ${said.before.slot.startTime.slice(11, 16)}`

  it.each([
    { told: [free()], has: seats(1), says: 'unchanged', rule: 'nothing of what they know' },
    { told: [free()], has: seats(3), says: 'unchanged', rule: 'nothing of how many are free' },
    {
      told: [free()],
      has: seats(0),
      says: 'change, and not waitlist_offer 09:00',
      rule: 'none is free any more',
    },
    {
      told: [free()],
      has: seats(-1),
      says: 'change, and not waitlist_offer 09:00',
      rule: 'there are fewer than are taken',
    },
    {
      told: [free()],
      has: null,
      says: 'cancellation, and not waitlist_offer 09:00',
      rule: 'the class is cancelled',
    },
    ...[
      { rule: 'another time', of: ten },
      { rule: 'another trainer', of: slot('09:00', { trainerId: 'ben' }) },
      { rule: 'another room', of: slot('09:00', { roomId: 'studio' }) },
      { rule: 'no room any more', of: slot('09:00', { roomId: null }) },
      { rule: 'another length', of: slot('09:00', { endTime: at('10:30') }) },
    ].flatMap(({ rule, of }) => [
      {
        told: [free()],
        has: seats(1, of),
        says: 'waitlist_offer, and not waitlist_offer 09:00',
        rule,
      },
      {
        told: [free()],
        has: seats(0, of),
        says: 'change, and not waitlist_offer 09:00',
        rule: `${rule}, and none is free`,
      },
      {
        told: [taken()],
        has: seats(1, of),
        says: 'waitlist_offer, and not change 09:00',
        rule: `${rule}, and it is free again after it was taken`,
      },
    ]),
    {
      told: [free(slot('09:00', { serviceId: 'spinning' }))],
      has: seats(1),
      says: 'unchanged',
      rule: 'a class stays what it is',
    },
    { told: [taken()], has: seats(0), says: 'unchanged', rule: 'that it is taken is true' },
    {
      told: [taken()],
      has: seats(1),
      says: 'waitlist_offer, and not change 09:00',
      rule: 'it is free again',
    },
    ...[
      { free: 1, ahead: 1, says: 'unchanged' },
      { free: 2, ahead: 1, says: 'waitlist_offer, and not change 09:00' },
      { free: 2, ahead: 2, says: 'unchanged' },
    ].map(({ free: count, ahead, says }) => ({
      told: [taken()],
      has: seats(count),
      ahead,
      says,
      rule: `${count} free again with ${ahead} before them`,
    })),
    {
      told: [free()],
      has: seats(1),
      ahead: 1,
      says: 'unchanged',
      rule: 'whom the desk offers one is free to take it',
    },
    {
      told: [taken()],
      has: null,
      says: 'cancellation, and not change 09:00',
      rule: 'they do not wait any more',
    },
    { told: [cancelled()], has: null, says: 'unchanged', rule: 'they know that it is cancelled' },
    {
      told: [cancelled()],
      has: seats(1),
      says: 'waitlist_offer, and not cancellation 09:00',
      rule: 'it takes place again',
    },
    {
      told: [cancelled()],
      has: seats(0),
      says: 'change, and not cancellation 09:00',
      rule: 'it takes place again and is full',
    },
    {
      told: [free(), cancelled()],
      has: seats(1),
      says: 'waitlist_offer, and not cancellation 09:00',
      rule: 'both may have been told, and one is untrue',
    },
    {
      told: [free(ten), free()],
      has: seats(1, ten),
      says: 'waitlist_offer, and not waitlist_offer 09:00',
      rule: 'both times may have been told',
    },
    { told: [free(), free()], has: seats(1), says: 'unchanged', rule: 'both are true' },
    { told: [], has: seats(1), says: 'unchanged', rule: 'they were told nothing' },
    { told: [free()], has: seats(0), waits: false, says: 'not_waiting', rule: 'they have left' },
    { told: [cancelled()], has: seats(1), waits: false, says: 'not_waiting', rule: 'they left' },
    {
      told: [free()],
      has: null,
      waits: false,
      says: 'cancellation, and not waitlist_offer 09:00',
      rule: 'a class that is cancelled lets everybody leave the line',
    },
  ])('$rule: $says', ({ told, has, says, waits = true, ahead = 0 }: Case) => {
    const offer = { startTime: at('09:00'), isWaiting: waits, ahead, standing: has }
    expect(inShort(decideOfferNews(told, offer, { now: at('08:00'), actedAt: at('08:00') }))).toBe(
      says,
    )
  })

  it.each([
    { told: nine, has: seats(0), now: '08:59', says: 'change, and not waitlist_offer 09:00' },
    { told: nine, has: seats(0), now: '09:00', says: 'too_late' },
    { told: nine, has: null, now: '08:59', says: 'cancellation, and not waitlist_offer 09:00' },
    { told: nine, has: null, now: '09:00', says: 'too_late' },
    {
      told: nine,
      has: seats(1, ten),
      now: '09:59',
      says: 'waitlist_offer, and not waitlist_offer 09:00',
    },
    { told: nine, has: seats(1, ten), now: '10:00', says: 'too_late' },
    // It has begun at another time than the one they know: there is no seat for them at theirs.
    { told: ten, has: seats(1), now: '09:00', says: 'change, and not waitlist_offer 10:00' },
    { told: ten, has: seats(1), now: '09:59', says: 'change, and not waitlist_offer 10:00' },
    { told: ten, has: seats(1), now: '10:00', says: 'too_late' },
    // A server was late: they may come for it until it would have ended.
    {
      told: nine,
      has: null,
      acted: '08:59',
      now: '09:59',
      says: 'cancellation, and not waitlist_offer 09:00',
    },
    { told: nine, has: null, acted: '08:59', now: '10:00', says: 'too_late' },
    { told: nine, has: null, acted: '09:00', now: '09:01', says: 'too_late' },
    {
      told: ten,
      has: seats(1),
      acted: '08:00',
      now: '10:30',
      says: 'change, and not waitlist_offer 10:00',
    },
    // It was free, and as they were told, until it began.
    { told: nine, has: seats(1), acted: '08:59', now: '09:01', says: 'too_late' },
  ])('at $now: $says', ({ told, has, now, says, acted = now }) => {
    const offer = { startTime: at('09:00'), isWaiting: true, ahead: 0, standing: has }
    const moment = { now: at(now), actedAt: at(acted) }
    expect(inShort(decideOfferNews([free(told)], offer, moment))).toBe(says)
  })

  interface Case {
    readonly told: readonly OfferNews[]
    readonly has: Offer['standing']
    readonly says: string
    readonly waits?: boolean
    readonly ahead?: number
  }
})
