import { describe, expect, it } from 'vitest'
import {
  actorOf,
  amountOf,
  byDay,
  receiptOf,
  sayEvent,
} from '../../../renderer/features/activity/say-event.ts'
import type { ActivityEntry } from '../../../shared/activity.ts'
import { eventTypes, type EventType } from '../../../shared/events/index.ts'
import { instantSchema, localDateTimeSchema } from '../../../shared/time.ts'

const zone = 'Europe/Berlin'

function entry(
  type: EventType,
  data: ActivityEntry['data'],
  part: Partial<ActivityEntry> = {},
): ActivityEntry {
  return {
    seq: 1,
    id: 'e1',
    type,
    at: instantSchema.parse('2026-11-23T08:30:00.000Z'),
    localTime: localDateTimeSchema.parse('2026-11-23T09:30'),
    actorName: 'Mara Lindqvist',
    clientName: 'Ana Ruiz',
    trainerName: 'Ben Okafor',
    serviceName: 'Pilates',
    staffName: null,
    appointmentId: null,
    isGroup: false,
    data,
    correlationId: 'c1',
    hash: '0'.repeat(64),
    ...part,
  }
}

describe('the activity in words', () => {
  it('says a booking with the time on the studio’s wall', () => {
    const booked = entry('appointment.created', { startTime: '2026-11-24T08:30:00.000Z' })
    expect(sayEvent(booked, zone)).toBe(
      'Ana Ruiz was booked for Pilates with Ben Okafor, Tue 24 Nov 09:30',
    )
  })

  it.each([
    ['wall', 'The agreed time of Ana Ruiz’s Pilates with Ben Okafor was kept: Tue 24 Nov 09:30'],
    [
      'instant',
      'Ana Ruiz’s Pilates with Ben Okafor was agreed for Tue 24 Nov 08:30 and is at Tue 24 Nov 09:30 now, by the new rules of the clock',
    ],
    [
      'undone',
      'The time of Ana Ruiz’s Pilates with Ben Okafor is to be decided again: Tue 24 Nov 08:30 or Tue 24 Nov 09:30',
    ],
  ])('says what was decided about two times that had parted: %s', (settled, sentence) => {
    const data = {
      settled,
      startTime: '2026-11-24T08:30:00.000Z',
      agreedTime: '2026-11-24T07:30:00.000Z',
    }
    expect(sayEvent(entry('appointment.rescheduled', data), zone)).toBe(sentence)
  })

  it('says why and that it was late', () => {
    const cancelled = entry('appointment.cancelled', { reason: 'client_ill', late: true })
    expect(sayEvent(cancelled, zone)).toBe(
      'Ana Ruiz’s Pilates with Ben Okafor was cancelled late: the client is ill',
    )
  })

  it('shows money that went out with a minus, and its receipt', () => {
    const refund = entry('payment.refunded', {
      amount: 4500,
      currency: 'EUR',
      reason: 'goodwill',
      receiptNumber: 'A-2026-000043',
    })
    expect(amountOf(refund)).toBe('−€45.00')
    expect(receiptOf(refund)).toBe('A-2026-000043')
  })

  it('names the one who signed in as the one who did it', () => {
    const signedIn = entry(
      'staff.signed_in',
      { staffId: 's1' },
      { actorName: null, staffName: 'Leila Haddad' },
    )
    expect(sayEvent(signedIn, zone)).toBe('Leila Haddad signed in')
    expect(actorOf(signedIn)).toBe('Leila Haddad')
  })

  it('has a sentence for every event there is, even when its data was erased', () => {
    for (const type of Object.keys(eventTypes) as EventType[]) {
      const erased = entry(type, null, { clientName: null, trainerName: null, serviceName: null })
      expect(sayEvent(erased, zone)).toMatch(/\S/)
    }
  })

  it('groups by the studio’s day and keeps the order', () => {
    const early = entry(
      'client.registered',
      {},
      { localTime: localDateTimeSchema.parse('2026-11-22T23:59') },
    )
    const groups = byDay([entry('client.registered', {}), early])
    expect(groups.map((group) => [group.date, group.entries.length])).toEqual([
      ['2026-11-23', 1],
      ['2026-11-22', 1],
    ])
  })
})
