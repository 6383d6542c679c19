import { describe, expect, it } from 'vitest'
import {
  decideKnown,
  decideMessage,
  isWanted,
  nextSequence,
  type Moment,
  type Slot,
  type Statement,
  type Told,
} from '../../../main/features/notifications/decide-message.ts'
import type { Instant } from '../../../shared/time.ts'

const at = (time: string) => `2026-03-04T${time}:00.000Z` as Instant
const slot = (start: string, changes: Partial<Slot> = {}): Slot => ({
  startTime: at(start),
  endTime: at(`${String(Number(start.slice(0, 2)) + 1).padStart(2, '0')}${start.slice(2)}`),
  trainerId: 'ana',
  serviceId: 'training',
  roomId: null,
  ...changes,
})
const nine = slot('09:00')
const ten = slot('10:00')
const noon = slot('12:00')

/** Now, and what is to be told was done at that moment, or at another one. */
const moment = (now: string, acted = now): Moment => ({ now: at(now), actedAt: at(acted) })

/** What a statement is about, in a line. */
function inShort(said: Statement | string): string {
  if (typeof said === 'string') return said
  const start = ({ startTime }: Slot) => startTime.slice(11, 16)
  if (said.kind !== 'change') return `${said.kind} ${start(said.slot)}`
  const changed = Object.entries(said.changed).flatMap(([what, is]) => (is ? [what] : []))
  return `change ${start(said.before)}→${start(said.slot)} ${changed.join(' ')}`
}

describe('what is said', () => {
  it.each([
    { known: null, standing: nine, says: 'confirmation 09:00', rule: 'a booking' },
    {
      known: nine,
      standing: null,
      says: 'cancellation 09:00',
      rule: 'a cancellation, of what they knew',
    },
    {
      known: nine,
      standing: ten,
      says: 'change 09:00→10:00 isMoved',
      rule: 'another time, old and new',
    },
    { known: null, standing: null, says: 'cancelled', rule: 'nothing of what was undone' },
    {
      known: nine,
      standing: nine,
      says: 'unchanged',
      rule: 'nothing of what was moved and moved back',
    },
    {
      known: nine,
      standing: slot('09:00', { trainerId: 'ben' }),
      says: 'change 09:00→09:00 hasOtherTrainer',
      rule: 'another trainer, and no other time',
    },
    {
      known: nine,
      standing: slot('09:00', { roomId: 'hall' }),
      says: 'change 09:00→09:00 hasOtherRoom',
      rule: 'another room',
    },
    {
      known: nine,
      standing: slot('09:00', { endTime: at('10:30') }),
      says: 'change 09:00→09:00 isLonger',
      rule: 'another end',
    },
    {
      known: slot('09:00', { roomId: 'hall' }),
      standing: slot('10:00', { trainerId: 'ben', endTime: at('11:30') }),
      says: 'change 09:00→10:00 isMoved isLonger hasOtherTrainer hasOtherRoom',
      rule: 'all of it at once',
    },
  ])('is $rule', ({ known, standing, says }) => {
    expect(inShort(decideMessage({ known, tried: [] }, standing, moment('08:00')))).toBe(says)
  })

  it.each([
    { known: null, standing: nine, now: '08:59', says: 'confirmation 09:00' },
    { known: null, standing: nine, now: '09:00', says: 'too_late' },
    { known: nine, standing: null, now: '08:59', says: 'cancellation 09:00' },
    { known: nine, standing: null, now: '09:00', says: 'too_late' },
    // Who comes at noon must hear that it was at ten; who knew of nine must hear of noon.
    { known: noon, standing: ten, now: '11:00', says: 'change 12:00→10:00 isMoved' },
    { known: nine, standing: noon, now: '11:59', says: 'change 09:00→12:00 isMoved' },
    { known: nine, standing: noon, now: '12:00', says: 'too_late' },
    // A server was late: whoever knew of it may be standing at the door until it would have ended.
    { known: nine, standing: null, acted: '08:59', now: '09:00', says: 'cancellation 09:00' },
    { known: nine, standing: null, acted: '08:59', now: '09:59', says: 'cancellation 09:00' },
    { known: nine, standing: null, acted: '08:59', now: '10:00', says: 'too_late' },
    { known: nine, standing: null, acted: '09:00', now: '09:01', says: 'too_late' },
    {
      known: noon,
      standing: ten,
      acted: '09:00',
      now: '12:59',
      says: 'change 12:00→10:00 isMoved',
    },
    {
      known: nine,
      standing: slot('09:00', { roomId: 'hall' }),
      acted: '08:59',
      now: '09:59',
      says: 'change 09:00→09:00 hasOtherRoom',
    },
    { known: null, standing: nine, acted: '08:59', now: '09:01', says: 'too_late' },
  ])('at $now, of $known.startTime that is $standing.startTime: $says', (row) => {
    const { known, standing, now, says, acted = now } = row
    expect(inShort(decideMessage({ known, tried: [] }, standing, moment(now, acted)))).toBe(says)
  })

  it('is of what may have been told, where what is sure is over', () => {
    const said = decideMessage({ known: nine, tried: [noon] }, null, moment('10:30'))
    expect(inShort(said)).toBe('cancellation 12:00')
  })

  it.each([
    {
      known: null,
      tried: nine,
      standing: null,
      says: 'cancellation 09:00',
      rule: 'a booking that may have arrived is taken back',
    },
    {
      known: null,
      tried: nine,
      standing: nine,
      says: 'confirmation 09:00',
      rule: 'and said again while it holds',
    },
    {
      known: nine,
      tried: null,
      standing: nine,
      says: 'confirmation 09:00',
      rule: 'a cancellation that may have arrived is set right',
    },
    {
      known: nine,
      tried: ten,
      standing: nine,
      says: 'change 10:00→09:00 isMoved',
      rule: 'so is a move',
    },
    {
      known: nine,
      tried: ten,
      standing: noon,
      says: 'change 09:00→12:00 isMoved',
      rule: 'what is sure comes first',
    },
    {
      known: nine,
      tried: nine,
      standing: nine,
      says: 'unchanged',
      rule: 'unless it said the same',
    },
  ])('after an answer that was lost: $rule', ({ known, tried, standing, says }) => {
    expect(inShort(decideMessage({ known, tried: [tried] }, standing, moment('08:00')))).toBe(says)
  })
})

describe('what a recipient is taken to know', () => {
  const told = (changes: Partial<Told>): Told => ({
    known: null,
    tried: [],
    isTold: false,
    actedAt: at('08:00'),
    ...changes,
  })
  const cancel = (time: string) => ({ before: nine, after: null, at: at(time) })

  it.each([
    {
      rule: 'how it stood before the first act',
      told: undefined,
      act: { before: null, after: nine, at: at('08:00') },
      known: null,
    },
    {
      rule: 'before a cancellation: that it takes place',
      told: undefined,
      act: cancel('08:00'),
      known: nine,
    },
    {
      rule: 'nothing of what was undone inside the delay',
      told: told({}),
      act: cancel('08:02'),
      known: null,
    },
    { rule: 'at the delay it has stood', told: told({}), act: cancel('08:03'), known: nine },
    {
      rule: 'what they were told in writing stays',
      told: told({ known: ten, isTold: true }),
      act: cancel('08:30'),
      known: ten,
    },
    {
      rule: 'two events of one act are one act',
      told: told({}),
      act: cancel('08:00'),
      known: null,
      delay: 0,
    },
    {
      rule: 'one minute later they are two, without a delay',
      told: told({}),
      act: cancel('08:01'),
      known: nine,
      delay: 0,
    },
    {
      rule: 'an event that comes late changes nothing',
      told: told({ known: ten }),
      act: cancel('07:00'),
      known: ten,
    },
  ])('$rule', ({ told: before, act, known, delay = 3 }) => {
    expect(decideKnown(before, act, delay, false).known).toEqual(known)
  })

  it('is what they did themselves, whatever was on its way', () => {
    const before = told({ known: nine, tried: [ten], isTold: true })
    const after = decideKnown(before, { before: nine, after: noon, at: at('08:01') }, 3, true)
    expect(after).toEqual({ known: noon, tried: [], isTold: true, actedAt: at('08:01') })
  })
})

describe('what a trainer wants to hear', () => {
  const all = { booked: true, moved: true, cancelled: true, withinHours: null }
  const booked: Statement = { kind: 'confirmation', slot: noon }
  const cancelled: Statement = { kind: 'cancellation', slot: noon }
  const moved = decideMessage({ known: nine, tried: [] }, noon, moment('08:00')) as Statement

  it.each([
    { said: booked, wishes: all, is: true },
    { said: booked, wishes: { ...all, booked: false }, is: false },
    { said: moved, wishes: { ...all, moved: false }, is: false },
    { said: cancelled, wishes: { ...all, cancelled: false }, is: false },
    { said: cancelled, wishes: { ...all, booked: false, moved: false }, is: true },
    {
      said: booked,
      wishes: { ...all, withinHours: 4 },
      is: true,
      rule: 'exactly four hours before',
    },
    { said: booked, wishes: { ...all, withinHours: 3 }, is: false },
    {
      said: moved,
      wishes: { ...all, withinHours: 1 },
      is: true,
      rule: 'the time it is moved away from is near',
    },
    {
      said: moved,
      wishes: { ...all, withinHours: 3 },
      now: '09:00',
      is: true,
      rule: 'the new time is near',
    },
    {
      said: moved,
      wishes: { ...all, withinHours: 2 },
      now: '09:00',
      is: false,
      rule: 'the old one was over',
    },
    {
      said: moved,
      wishes: { ...all, withinHours: 2 },
      now: '09:00',
      acted: '08:59',
      is: true,
      rule: 'the old one was to come when it was moved',
    },
  ])('$said.kind at $now with $wishes: $is', (row) => {
    const { said, wishes, is, now = '08:00', acted = now } = row
    expect(isWanted(wishes, said, moment(now, acted), false)).toBe(is)
  })

  it('is what becomes of a session they were told of, however far ahead it is by then', () => {
    const far = { ...all, withinHours: 1 }
    expect(isWanted(far, cancelled, moment('08:00'), true)).toBe(true)
    expect(isWanted({ ...far, cancelled: false }, cancelled, moment('08:00'), true)).toBe(false)
  })
})

describe('the number of a calendar’s entry', () => {
  it('rises with every message, also within a second and after the clock was set back', () => {
    const first = nextSequence(0, at('08:00'))
    const second = nextSequence(first, at('08:00'))
    const third = nextSequence(second, '2025-06-01T00:00:00.000Z' as Instant)
    expect([second, third]).toEqual([first + 1, first + 2])
    expect(nextSequence(0, '2025-06-01T00:00:00.000Z' as Instant)).toBe(1)
  })

  it('does not fall when a backup has forgotten the last messages', () => {
    const sent = [1, 2, 3].reduce((last) => nextSequence(last, at('08:00')), 0)
    expect(nextSequence(0, at('09:00'))).toBeGreaterThan(sent)
  })
})
