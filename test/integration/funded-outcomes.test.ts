import { beforeEach, describe, expect, it } from 'vitest'
import { bookSession, clientOf } from '../support/book-session.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, valueOf } from '../support/read-result.ts'
import {
  giveProduct,
  membershipDraft,
  offerProduct,
  packageDraft,
} from '../support/sell-package.ts'

let studio: TestStudio
let clientId: string

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('desk')
  // Somebody who is a client already, by a session long before.
  clientId = clientOf(studio, bookSession(studio, '2026-03-02T08:00'))
})

/** Books Wednesday at noon on what the client bought: free to cancel until Tuesday noon. */
function bookFunded(funding: object): string {
  return bookSession(studio, '2026-03-04T12:00', {
    client: { kind: 'existing', clientId },
    funding,
  } as Parameters<typeof bookSession>[2])
}

const cancel = (appointmentId: string, changes: object = {}) =>
  studio.agree('appointments.cancel', {
    appointmentId,
    by: 'client',
    reason: 'client_ill',
    refund: false,
    ...changes,
  })
const late = '2026-03-04T10:00'
const fees = () => studio.rows('SELECT amount_minor, state FROM fees')

describe('a session on a package', () => {
  let id: string
  beforeEach(() => {
    const clientPackageId = giveProduct(studio, clientId, offerProduct(studio, packageDraft()))
    id = bookFunded({ kind: 'package', clientPackageId })
  })

  /** The last move of its credit. */
  const credit = () =>
    studio
      .rows<{ kind: string }>(
        'SELECT kind FROM credit_entries WHERE appointment_id = ? ORDER BY rowid',
        id,
      )
      .at(-1)?.kind

  it.each([
    { when: 'in time', at: '2026-03-03T12:00', changes: {}, credit: 'released' },
    { when: 'late', at: late, changes: {}, credit: 'used' },
    {
      when: 'late, by the studio',
      at: late,
      changes: { by: 'studio', reason: 'studio_closed' },
      credit: 'released',
    },
  ])(
    'cancelled $when: the credit is $credit, and there is no fee',
    ({ at, changes, credit: kind }) => {
      studio.at(at)
      valueOf(cancel(id, changes))
      expect(credit()).toBe(kind)
      expect(fees()).toEqual([])
    },
  )

  it('cancelled late gets its credit back when a manager lets it go', () => {
    studio.signIn('manager')
    studio.at(late)
    valueOf(cancel(id, { waiver: { reason: 'goodwill' } }))
    expect(credit()).toBe('released')
  })

  it.each(['2026-03-03T10:00', late])(
    'cancelled at %s holds its credit again when taken back',
    (at) => {
      studio.at(at)
      const { undo } = valueOf(cancel(id))
      valueOf(studio.undo(undo))
      expect(credit()).toBe('held')
    },
  )

  it('completed uses the credit, and taken back holds it again', () => {
    studio.at('2026-03-04T12:00')
    const { undo } = valueOf(studio.command('appointments.complete', { appointmentId: id }))
    expect(credit()).toBe('used')
    valueOf(studio.undo(undo))
    expect(credit()).toBe('held')
  })

  it('not attended is forgiven the first time and takes the credit the second, never a fee', () => {
    studio.at('2026-03-04T12:15')
    const noShow = (appointmentId: string) =>
      studio.agree('appointments.noShow', { appointmentId, refund: false })
    const { undo } = valueOf(noShow(id))
    expect(credit()).toBe('released')
    valueOf(studio.undo(undo))
    expect(credit()).toBe('held')
    valueOf(
      noShow(studio.rows<{ id: string }>('SELECT id FROM appointments ORDER BY start_time')[0]!.id),
    )
    valueOf(noShow(id))
    expect(credit()).toBe('used')
    expect(fees()).toEqual([{ amount_minor: 5_500, state: 'forgiven' }])
  })
})

describe('a session on a membership', () => {
  it('that is unlimited costs the flat fee when it is cancelled late', () => {
    const product = offerProduct(studio, membershipDraft({ sessionsPerMonth: null }))
    const id = bookFunded({
      kind: 'membership',
      membershipId: giveProduct(studio, clientId, product),
    })
    studio.at(late)
    const shown = studio.call('appointments.cancelConsequence', { appointmentId: id, by: 'client' })
    expect(valueOf(shown)).toMatchObject({ stake: 'flat_fee', feeMinor: 1_000 })
    valueOf(cancel(id))
    expect(fees()).toEqual([{ amount_minor: 1_000, state: 'due' }])
  })

  it.each([
    { at: '2026-03-03T12:00', next: 'ok', rule: 'in time gives the month’s session back' },
    { at: late, next: 'membership_used_up', rule: 'late loses it, and costs no money' },
  ])('with one a month, cancelled $rule', ({ at, next }) => {
    const product = offerProduct(studio, membershipDraft({ sessionsPerMonth: 1 }))
    const membershipId = giveProduct(studio, clientId, product)
    const id = bookFunded({ kind: 'membership', membershipId })
    studio.at(at)
    valueOf(cancel(id))
    expect(fees()).toEqual([])
    const again = studio.command('appointments.create', {
      trainerId: studio.people.ana,
      serviceId: studio.people.training,
      start: '2026-03-11T12:00',
      client: { kind: 'existing', clientId },
      funding: { kind: 'membership', membershipId },
    })
    expect(outcomeOf(again)).toBe(next)
  })
})
