import { beforeEach, describe, expect, it } from 'vitest'
import { bookSession, clientOf } from '../support/book-session.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, refusalOf, valueOf } from '../support/read-result.ts'
import { giveProduct, membershipDraft, offerProduct } from '../support/sell-package.ts'

/* It is Monday, 2 March. The membership pays two sessions a month, from 2 March to 1 May. */
let studio: TestStudio
let clientId: string
let membershipId: string

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('manager')
  clientId = clientOf(studio, bookSession(studio, '2026-03-03T09:00'))
  const productId = offerProduct(studio, membershipDraft({ sessionsPerMonth: 2 }))
  membershipId = giveProduct(studio, clientId, productId)
  const paid = {
    amountMinor: 9_900,
    tenders: [{ method: 'card' as const, amountMinor: 9_900, reference: 'T' }],
  }
  valueOf(studio.command('memberships.renew', { membershipId, ...paid }))
})

const book = (day: string) =>
  bookSession(studio, `${day}T12:00`, {
    client: { kind: 'existing', clientId },
    funding: { kind: 'membership', membershipId },
  })
const rest = (fromOn: string, untilOn: string) => ({ membershipId, fromOn, untilOn })
const says = (fromOn: string, untilOn: string) =>
  studio.call('memberships.pauseConsequence', rest(fromOn, untilOn))
const pause = (fromOn: string, untilOn: string, shown: object = {}) =>
  studio.command('memberships.pause', { ...rest(fromOn, untilOn), shown })
const resting = () => {
  const { memberships } = valueOf(studio.call('packages.ofClient', { clientId }))
  return memberships[0]!.pauses[0]!
}

describe('a pause says before the press', () => {
  it('until when the membership runs then, and that nothing changes its month', () => {
    book('2026-03-05')
    expect(valueOf(says('2026-03-10', '2026-03-16'))).toEqual({
      endsOn: '2026-05-08',
      movedOn: [],
    })
    expect(outcomeOf(pause('2026-03-10', '2026-03-16', { endsOn: '2026-05-08' }))).toBe('ok')
  })

  it('which sessions would count in another month', () => {
    book('2026-04-03')
    book('2026-04-20')
    expect(valueOf(says('2026-03-10', '2026-03-16')).movedOn).toEqual(['2026-04-03'])
    // Said and not done.
    expect(valueOf(studio.call('packages.ofClient', { clientId })).memberships[0]!.pauses).toEqual(
      [],
    )
  })

  it.each(['pause_moves_sessions', 'membership_has_sessions', 'pause_outside'])(
    'why it cannot be, as the press would: %s',
    (code) => {
      for (const day of ['2026-03-05', '2026-03-06', '2026-04-03']) book(day)
      const [from, until] =
        code === 'membership_has_sessions'
          ? (['2026-03-05', '2026-03-07'] as const)
          : code === 'pause_outside'
            ? (['2026-05-10', '2026-05-11'] as const)
            : (['2026-03-10', '2026-03-16'] as const)
      const said = refusalOf(says(from, until))
      expect(said.code).toBe(code)
      expect(refusalOf(pause(from, until))).toEqual(said)
    },
  )

  it('a membership without a limit has no month that anything could leave', () => {
    const productId = offerProduct(studio, membershipDraft({ sessionsPerMonth: null }))
    membershipId = giveProduct(studio, clientId, productId)
    book('2026-03-30')
    expect(valueOf(says('2026-03-10', '2026-03-16')).movedOn).toEqual([])
  })
})

describe('ending a pause early says before the press', () => {
  const ending = () =>
    studio.call('memberships.resumeConsequence', { membershipId, pauseId: resting().id })
  const resume = (endsOn: string) =>
    studio.command('memberships.resume', {
      membershipId,
      pauseId: resting().id,
      shown: { endsOn },
    })

  beforeEach(() => void valueOf(pause('2026-03-10', '2026-03-16')))

  it('until when it runs then, and is held to that', () => {
    expect(valueOf(ending())).toEqual({ endsOn: '2026-05-01', movedOn: [] })
    studio.at('2026-03-12T09:00')
    expect(valueOf(ending())).toEqual({ endsOn: '2026-05-03', movedOn: [] })
    expect(outcomeOf(resume('2026-05-01'))).toBe('consequence_changed')
    expect(outcomeOf(resume('2026-05-03'))).toBe('ok')
  })

  it('which sessions would count in another month, and why it cannot be', () => {
    book('2026-04-03')
    expect(valueOf(ending()).movedOn).toEqual(['2026-04-03'])
    book('2026-04-20')
    book('2026-04-04')
    expect(refusalOf(ending())).toMatchObject({ code: 'pause_moves_sessions' })
    expect(outcomeOf(resume('2026-05-01'))).toBe('pause_moves_sessions')
  })
})
