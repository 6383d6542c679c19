import { beforeEach, describe, expect, it } from 'vitest'
import {
  fundAgain,
  fund,
  moveFunding,
  releaseCredit,
  spendCredit,
  unspendCredit,
} from '../../main/features/packages/index.ts'
import type { Tx } from '../../main/db/unit-of-work.ts'
import { newId } from '../../shared/ids.ts'
import type { LocalDate } from '../../shared/time.ts'
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
/** Wednesday at noon, two days from now. */
let appointmentId: string

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('desk')
  appointmentId = bookSession(studio, '2026-03-04T12:00')
  clientId = clientOf(studio, appointmentId)
})

const inTx = <T>(work: (tx: Tx) => T): T =>
  studio.app.work.run({ actorId: null, commandId: null, correlationId: newId() }, work)

const attendance = (date = '2026-03-04') => ({
  appointmentId,
  seatId: null,
  clientId,
  serviceId: studio.people.training,
  date: date as LocalDate,
})

const pay = (clientPackageId: string, date?: string) =>
  inTx((tx) => fund(tx, studio.app.bus, { kind: 'package', clientPackageId }, attendance(date)))
const ledger = () =>
  studio.rows<{ kind: string; delta: number; expires_on: string }>(
    'SELECT kind, delta, expires_on FROM credit_entries ORDER BY rowid',
  )
const kinds = () => ledger().map(({ kind }) => kind)
const left = () => ledger().reduce((sum, { delta }) => sum + delta, 0)

describe('the credit of a session', () => {
  let packageId: string
  beforeEach(() => {
    packageId = giveProduct(studio, clientId, offerProduct(studio, packageDraft()))
  })

  it('is held at booking, and used when the session took place', () => {
    expect(valueOf(pay(packageId))).toEqual({
      funding: 'package',
      client_package_id: packageId,
      membership_id: null,
      payment_status: 'covered',
    })
    expect(left()).toBe(9)
    inTx((tx) => spendCredit(tx, studio.app.bus, attendance()))
    expect(kinds()).toEqual(['sold', 'held', 'used'])
    expect(left()).toBe(9)
  })

  it.each([
    { acts: ['release'], kinds: ['released'], left: 10 },
    { acts: ['spend'], kinds: ['used'], left: 9 },
    { acts: ['spend', 'spend'], kinds: ['used'], left: 9 },
    { acts: ['release', 'release'], kinds: ['released'], left: 10 },
    { acts: ['release', 'spend'], kinds: ['released'], left: 10 },
    { acts: ['spend', 'release'], kinds: ['used', 'released'], left: 10 },
    { acts: ['spend', 'unspend'], kinds: ['used', 'released', 'held'], left: 9 },
    { acts: ['unspend'], kinds: [], left: 9 },
    { acts: ['release', 'again'], kinds: ['released', 'held'], left: 9 },
    { acts: ['spend', 'again'], kinds: ['used', 'released', 'held'], left: 9 },
    { acts: ['again'], kinds: [], left: 9 },
  ])('held, then $acts: $left left', ({ acts, kinds: after, left: rest }) => {
    const columns = valueOf(pay(packageId))
    for (const act of acts) {
      inTx((tx) => {
        const { bus: to } = studio.app
        if (act === 'release') releaseCredit(tx, to, attendance(), { byStudio: false })
        if (act === 'spend') spendCredit(tx, to, attendance())
        if (act === 'unspend') unspendCredit(tx, to, attendance())
        if (act === 'again') valueOf(fundAgain(tx, to, columns, attendance()))
      })
    }
    expect(kinds().slice(2)).toEqual(after)
    expect(left()).toBe(rest)
  })

  it('says in the log what the ledger says', () => {
    valueOf(pay(packageId))
    inTx((tx) => spendCredit(tx, studio.app.bus, attendance()))
    inTx((tx) => releaseCredit(tx, studio.app.bus, attendance(), { byStudio: false }))
    expect(
      studio
        .events()
        .map(({ type }) => type)
        .slice(-4),
    ).toEqual([
      'package.sold',
      'package.credit_held',
      'package.credit_used',
      'package.credit_released',
    ])
  })

  it('is never somebody else’s', () => {
    const other = clientOf(studio, bookSession(studio, '2026-03-05T12:00'))
    const theirs = giveProduct(studio, other, offerProduct(studio, packageDraft()))
    expect(outcomeOf(pay(theirs))).toBe('package_not_found')
  })
})

describe('the last credit', () => {
  it('pays one session and not two', () => {
    const one = offerProduct(studio, packageDraft({ credits: 1 }))
    const packageId = giveProduct(studio, clientId, one)
    valueOf(pay(packageId))
    appointmentId = bookSession(studio, '2026-03-05T12:00', {
      client: { kind: 'existing', clientId },
    })
    expect(outcomeOf(pay(packageId))).toBe('no_credit_left')
  })

  it('cannot be taken twice past the code either', () => {
    const one = offerProduct(studio, packageDraft({ credits: 1 }))
    const packageId = giveProduct(studio, clientId, one)
    valueOf(pay(packageId))
    const again = () =>
      studio.app.database.exec(
        `INSERT INTO credit_entries (id, client_package_id, kind, delta, expires_on, created_at)
         SELECT 'x', client_package_id, kind, delta, expires_on, created_at
         FROM credit_entries WHERE kind = 'held'`,
      )
    expect(again).toThrow('no_credit_left')
  })
})

describe('a package with a week’s validity, bought on 2 March', () => {
  let packageId: string
  beforeEach(() => {
    packageId = giveProduct(
      studio,
      clientId,
      offerProduct(studio, packageDraft({ credits: 1, validityDays: 7 })),
    )
  })

  it.each([
    { date: '2026-03-09', outcome: 'ok' },
    { date: '2026-03-10', outcome: 'package_expired' },
  ])('pays a session on $date: $outcome', ({ date, outcome }) => {
    expect(outcomeOf(pay(packageId, date))).toBe(outcome)
  })

  it.each([
    { byStudio: false, until: '2026-03-09' },
    { byStudio: true, until: '2026-03-11' },
  ])('given back on 4 March, by the studio: $byStudio, it ends $until', ({ byStudio, until }) => {
    valueOf(pay(packageId))
    studio.at('2026-03-04T09:00')
    inTx((tx) => releaseCredit(tx, studio.app.bus, attendance(), { byStudio }))
    expect(ledger().at(-1)).toEqual({ kind: 'released', delta: 1, expires_on: until })
    expect(outcomeOf(pay(packageId, until))).toBe('ok')
  })

  it.each([
    { date: '2026-03-09', outcome: 'ok', kinds: ['sold', 'held'] },
    { date: '2026-03-10', outcome: 'package_expired', kinds: ['sold', 'held'] },
  ])('goes with a session that moves to $date: $outcome', ({ date, outcome, kinds: after }) => {
    const columns = valueOf(pay(packageId))
    const moved = inTx((tx) => moveFunding(tx, studio.app.bus, columns, attendance(date)))
    expect(outcomeOf(moved)).toBe(outcome)
    expect(kinds()).toEqual(after)
  })
})

describe('what can pay a session', () => {
  const options = (date = '2026-03-04') =>
    valueOf(studio.call('packages.funding', { clientId, serviceId: studio.people.training, date }))

  it('is nothing for a client who bought nothing', () => {
    expect(options()).toEqual([])
  })

  it('is the membership first, then the package that ends first', () => {
    const give = (draft: Parameters<typeof offerProduct>[1]) =>
      giveProduct(studio, clientId, offerProduct(studio, draft))
    give(packageDraft({ name: 'Year', validityDays: 365 }))
    give(packageDraft({ name: 'Quarter', validityDays: 90, credits: 3 }))
    give(packageDraft({ name: 'Stretching', serviceIds: [studio.people.stretching] }))
    give(packageDraft({ name: 'A day', validityDays: 1 }))
    give(membershipDraft({ name: 'Twice a month', sessionsPerMonth: 2 }))
    expect(options()).toMatchObject([
      { kind: 'membership', name: 'Twice a month', leftAfter: 1, endsOn: '2026-04-01' },
      { kind: 'package', name: 'Quarter', left: 3, leftAfter: 2, expiresOn: '2026-05-31' },
      { kind: 'package', name: 'Year', left: 10, leftAfter: 9, expiresOn: '2027-03-02' },
    ])
    expect(options('2026-04-02')).toMatchObject([{ name: 'Quarter' }, { name: 'Year' }])
  })
})

describe('booking with what was bought ahead', () => {
  const book = (start: string, funding: object) =>
    studio.command('appointments.create', {
      trainerId: studio.people.ana,
      serviceId: studio.people.training,
      start,
      client: { kind: 'existing', clientId },
      funding: funding as { kind: 'single' },
    })

  it('takes a credit and covers the session', () => {
    const clientPackageId = giveProduct(studio, clientId, offerProduct(studio, packageDraft()))
    const booked = valueOf(book('2026-03-05T12:00', { kind: 'package', clientPackageId }))
    const { money } = valueOf(
      studio.call('appointments.get', { appointmentId: booked.appointmentId }),
    )
    expect(money?.status).toBe('covered')
    expect(left()).toBe(9)
  })

  it.each([
    { on: '2026-03-05', outcome: 'ok' },
    { on: '2026-04-01', outcome: 'ok' },
    { on: '2026-04-02', outcome: 'membership_not_valid' },
  ])('by a membership that began on 2 March, on $on: $outcome', ({ on, outcome }) => {
    const membershipId = giveProduct(studio, clientId, offerProduct(studio, membershipDraft()))
    expect(outcomeOf(book(`${on}T12:00`, { kind: 'membership', membershipId }))).toBe(outcome)
  })

  it('books nothing when it cannot be paid so', () => {
    const one = offerProduct(studio, packageDraft({ credits: 1 }))
    const clientPackageId = giveProduct(studio, clientId, one)
    valueOf(book('2026-03-05T12:00', { kind: 'package', clientPackageId }))
    const before = studio.dump()
    expect(outcomeOf(book('2026-03-06T12:00', { kind: 'package', clientPackageId }))).toBe(
      'no_credit_left',
    )
    expect(studio.dump()).toBe(before)
  })
})
