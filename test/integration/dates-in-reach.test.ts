import { describe, expect, it } from 'vitest'
import { contracts } from '../../shared/contracts.ts'
import { newId } from '../../shared/ids.ts'
import { bookSession, clientOf } from '../support/book-session.ts'
import { openTestStudio } from '../support/open-test-studio.ts'
import { outcomeOf } from '../support/read-result.ts'
import { membershipDraft, offerProduct } from '../support/sell-package.ts'
import { before, validInputs } from '../support/valid-inputs.ts'
import { channelNames, openWholeStudio } from '../support/whole-studio.ts'

const years = ['0026', '1999', '2200', '9999']
const isDate = /^\d{4}-\d\d-\d\d(T\d\d:\d\d)?$/

/** The same input with one of its dates in another year, once for each of them. */
function inOtherYears(input: unknown, year: string): unknown[] {
  if (typeof input === 'string') return isDate.test(input) ? [year + input.slice(4)] : []
  if (typeof input !== 'object' || input === null) return []
  return Object.entries(input).flatMap(([key, value]) =>
    inOtherYears(value, year).map((changed) =>
      Array.isArray(input) ? input.with(Number(key), changed) : { ...input, [key]: changed },
    ),
  )
}

describe('a date in a year that cannot be meant', () => {
  it('is answered in words by every channel, and writes nothing', () => {
    const studio = openWholeStudio()
    studio.become('manager')
    const untouched = studio.dump()
    const tried = channelNames.flatMap((name) =>
      years.flatMap((year) =>
        inOtherYears(validInputs[name](studio), year).map((input) => {
          const answer = studio.send({ name, input, commandId: newId() })
          return [name, year, outcomeOf(answer)]
        }),
      ),
    )
    expect(tried.length).toBeGreaterThan(100)
    expect(tried.filter(([, , outcome]) => outcome !== 'invalid_input')).toEqual([])
    expect(studio.dump()).toBe(untouched)
    expect(studio.incidents).toEqual([])
    expect(Object.keys(before).every((name) => name in contracts)).toBe(true)
  })
})

describe('the book', () => {
  // It is 2 March 2026.
  it.each([
    { start: '2026-01-29T09:00', outcome: 'outside_book' },
    { start: '2026-01-30T09:00', outcome: 'ok' },
    { start: '2025-03-02T09:00', outcome: 'outside_book' },
    { start: '2029-03-04T09:00', outcome: 'ok' },
    { start: '2029-03-05T09:00', outcome: 'outside_book' },
  ])('takes $start: $outcome, booked and moved', ({ start, outcome }) => {
    const studio = openTestStudio()
    studio.signIn('manager')
    const allowed = { allowOutsideHours: true, exceptionReason: 'It was so' }
    const id = bookSession(studio, '2026-03-03T09:00')
    const clientId = clientOf(studio, id)
    const slot = { trainerId: studio.people.ana, start, ...allowed }
    const moved = studio.command('appointments.reschedule', { appointmentId: id, ...slot })
    expect(outcomeOf(moved)).toBe(outcome)
    const booked = studio.command('appointments.create', {
      ...slot,
      trainerId: studio.people.ben,
      serviceId: studio.people.training,
      client: { kind: 'existing', clientId },
      allowClientOverlap: true,
    })
    expect(outcomeOf(booked)).toBe(outcome)
  })
})

describe('a membership', () => {
  it.each([
    { startsOn: '2026-01-29', outcome: 'start_outside' },
    { startsOn: '2026-01-30', outcome: 'ok' },
    { startsOn: '2027-03-03', outcome: 'ok' },
    { startsOn: '2027-03-04', outcome: 'start_outside' },
  ])('that begins on $startsOn: $outcome', ({ startsOn, outcome }) => {
    const studio = openTestStudio()
    studio.signIn('manager')
    const clientId = clientOf(studio, bookSession(studio, '2026-03-03T09:00'))
    const sold = studio.command('packages.sell', {
      clientId,
      productId: offerProduct(studio, membershipDraft()),
      startsOn,
      amountMinor: 9_900,
      tenders: [{ method: 'card', amountMinor: 9_900, reference: 'T' }],
    })
    expect(outcomeOf(sold)).toBe(outcome)
  })
})
