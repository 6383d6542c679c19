import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../shared/ids.ts'
import { minor } from '../../shared/money.ts'
import { bookSession, clientOf } from '../support/book-session.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, refusalOf, valueOf } from '../support/read-result.ts'
import { membershipDraft, offerProduct, packageDraft } from '../support/sell-package.ts'

let studio: TestStudio
let clientId: string

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('desk')
  clientId = clientOf(studio, bookSession(studio, '2026-03-03T09:00'))
})

const cash = (amountMinor: number) =>
  [{ method: 'cash', amountMinor: minor(amountMinor), tenderedMinor: minor(amountMinor) }] as const
const sell = (productId: string, amountMinor = 50_000, startsOn?: string) =>
  studio.command('packages.sell', {
    clientId,
    productId,
    startsOn,
    amountMinor,
    tenders: [...cash(amountMinor)],
  })
const bought = () => valueOf(studio.call('packages.ofClient', { clientId }))
const book = (start: string, clientPackageId: string) =>
  bookSession(studio, start, {
    client: { kind: 'existing', clientId },
    funding: { kind: 'package', clientPackageId },
  })

describe('selling a package', () => {
  it('writes receipt, payment and credits together', () => {
    const sold = valueOf(sell(offerProduct(studio, packageDraft())))
    expect(bought().packages).toMatchObject([
      {
        id: sold.soldId,
        left: 10,
        paidMinor: 50_000,
        singlePriceMinor: 5_500,
        receiptNumber: sold.receiptNumber,
        expiresOn: '2027-03-02',
      },
    ])
    expect(valueOf(studio.call('payments.receipt', sold)).receiptNumber).toBe(sold.receiptNumber)
  })

  it('gives nothing when the money is not right', () => {
    const productId = offerProduct(studio, packageDraft())
    const before = studio.dump()
    expect(outcomeOf(sell(productId, 49_999))).toBe('consequence_changed')
    expect(studio.dump()).toBe(before)
  })

  it('is over for a product that is sold no more; what was sold stays', () => {
    const productId = offerProduct(studio, packageDraft())
    const { soldId } = valueOf(sell(productId))
    studio.signIn('manager')
    valueOf(studio.command('packages.retireProduct', { productId }))
    studio.signIn('desk')
    expect(outcomeOf(sell(productId))).toBe('product_not_found')
    expect(book('2026-03-04T12:00', soldId)).toBeTruthy()
  })

  it('keeps what was sold when the product changes', () => {
    const productId = offerProduct(studio, packageDraft())
    const { soldId } = valueOf(sell(productId))
    studio.signIn('manager')
    const product = packageDraft({ name: 'Five', credits: 5, serviceIds: [studio.people.trial] })
    valueOf(studio.command('packages.changeProduct', { productId, product }))
    expect(bought().packages[0]).toMatchObject({ name: 'Ten sessions', left: 10 })
    expect(book('2026-03-04T12:00', soldId)).toBeTruthy()
  })
})

describe('a package that was changed since it was shown', () => {
  it('is not gone but changed, to whoever sells, takes off or brings back its former form', () => {
    const productId = offerProduct(studio, packageDraft())
    const cheaper = packageDraft({ priceMinor: minor(45_000) })
    studio.signIn('manager')
    const changed = valueOf(
      studio.command('packages.changeProduct', { productId, product: cheaper }),
    )
    const before = studio.dump()
    expect(refusalOf(sell(productId))).toMatchObject({
      code: 'product_changed',
      details: { name: 'Ten sessions' },
    })
    for (const name of ['packages.retireProduct', 'packages.restoreProduct'] as const) {
      expect(outcomeOf(studio.command(name, { productId }))).toBe('product_changed')
    }
    expect(studio.dump()).toBe(before)
    expect(valueOf(studio.call('packages.products', {}))).toMatchObject([
      { id: changed.productId, replaces: [productId], active: true },
    ])
    valueOf(sell(changed.productId, 45_000))
  })
})

describe('refunding a package', () => {
  it.each([
    { used: 0, back: 50_000, left: 10 },
    { used: 1, back: 44_500, left: 9 },
    { used: 9, back: 500, left: 1 },
  ])('with $used used gives $back back and voids $left', ({ used, back, left }) => {
    const { soldId } = valueOf(sell(offerProduct(studio, packageDraft())))
    for (let day = 0; day < used; day += 1) {
      const date = `2026-03-${String(4 + day).padStart(2, '0')}`
      if (date === '2026-03-08') {
        // Nobody works on Sunday.
        const id = book('2026-03-20T12:00', soldId)
        studio.at('2026-03-20T13:00')
        valueOf(studio.command('appointments.complete', { appointmentId: id }))
        continue
      }
      const id = book(`${date}T12:00`, soldId)
      studio.at(`${date}T13:00`)
      valueOf(studio.command('appointments.complete', { appointmentId: id }))
    }
    expect(bought().packages[0]!.refund).toMatchObject({ amountMinor: back, creditsVoid: left })
    studio.signIn('manager')
    const refund = { clientPackageId: soldId, amountMinor: back, to: 'account' as const }
    valueOf(studio.command('packages.refund', refund))
    expect(bought().packages[0]).toMatchObject({ left: 0, lost: left, used, refund: null })
    expect(outcomeOf(studio.command('packages.refund', refund))).toBe('package_nothing_left')
  })

  it('gives back once what was paid, also where a used session is called off afterwards', () => {
    const { soldId } = valueOf(sell(offerProduct(studio, packageDraft())))
    const id = book('2026-03-04T12:00', soldId)
    studio.at('2026-03-04T13:00')
    valueOf(studio.command('appointments.complete', { appointmentId: id }))
    studio.signIn('manager')
    const refund = { clientPackageId: soldId, to: 'account' as const }
    valueOf(studio.command('packages.refund', { ...refund, amountMinor: 44_500 }))
    valueOf(studio.command('appointments.takeBackCompletion', { appointmentId: id }))
    const cancel = { appointmentId: id, by: 'studio', reason: 'other', refund: true } as const
    valueOf(studio.agree('appointments.cancel', cancel))
    expect(bought().packages[0]!.refund).toMatchObject({ amountMinor: 5_500, creditsVoid: 1 })
    expect(outcomeOf(studio.command('packages.refund', { ...refund, amountMinor: 50_000 }))).toBe(
      'consequence_changed',
    )
    valueOf(studio.command('packages.refund', { ...refund, amountMinor: 5_500 }))
    expect(outcomeOf(studio.command('packages.refund', { ...refund, amountMinor: 0 }))).toBe(
      'package_nothing_left',
    )
  })

  it('is refused while a session is booked with it, and for another sum than was shown', () => {
    const { soldId: clientPackageId } = valueOf(sell(offerProduct(studio, packageDraft())))
    const refund = (amountMinor: number) =>
      studio.command('packages.refund', { clientPackageId, amountMinor, to: 'account' })
    expect(outcomeOf(refund(49_999))).toBe('consequence_changed')
    book('2026-03-04T12:00', clientPackageId)
    expect(refusalOf(refund(50_000))).toMatchObject({
      code: 'package_has_sessions',
      details: { count: 1 },
    })
  })

  it('needs a manager above the limit, and takes neither when it fails', () => {
    const { soldId: clientPackageId } = valueOf(sell(offerProduct(studio, packageDraft())))
    const before = studio.dump()
    const refund = { clientPackageId, amountMinor: 50_000 }
    expect(outcomeOf(studio.command('packages.refund', refund))).toBe('approval_needed')
    expect(studio.dump()).toBe(before)
    studio.signIn('manager')
    valueOf(studio.command('packages.refund', refund))
  })
})

describe('a membership', () => {
  it('is renewed only to the last day that was shown, and no further than the book is kept', () => {
    const productId = offerProduct(studio, membershipDraft())
    const { soldId: membershipId } = valueOf(sell(productId, 9_900))
    const renewal = { membershipId, amountMinor: 9_900, tenders: [...cash(9_900)] }
    const name = 'memberships.renew' as const
    expect(outcomeOf(studio.send({ name, input: renewal, commandId: newId() }))).toBe(
      'invalid_input',
    )
    const shown = { endsOn: '2026-05-01' }
    expect(outcomeOf(studio.command(name, { ...renewal, shown }))).toBe('ok')
    expect(outcomeOf(studio.command(name, { ...renewal, shown }))).toBe('consequence_changed')
    for (let months = 2; months < 36; months += 1) valueOf(studio.command(name, renewal))
    expect(bought().memberships[0]!.endsOn).toBe('2029-03-01')
    expect(outcomeOf(studio.command(name, renewal))).toBe('membership_too_far')
    const pause = (untilOn: string) =>
      studio.command('memberships.pause', { membershipId, fromOn: '2026-03-10', untilOn })
    expect(outcomeOf(pause('2026-03-14'))).toBe('membership_too_far')
    expect(outcomeOf(pause('2026-03-12'))).toBe('ok')
  })

  it.each([{ lastDay: '2026-03-01' }, { lastDay: '2026-03-05' }])(
    'is over, not void, when it is given up on $lastDay before it began: its money stayed',
    ({ lastDay }) => {
      const productId = offerProduct(studio, membershipDraft())
      const { soldId: membershipId } = valueOf(sell(productId, 9_900, '2026-03-10'))
      valueOf(studio.command('memberships.end', { membershipId, lastDay }))
      expect(bought().memberships[0]).toMatchObject({ state: 'over', refundableMinor: 9_900 })
      valueOf(studio.command('memberships.reopen', { membershipId }))
      expect(bought().memberships[0]).toMatchObject({ state: 'coming' })
    },
  )

  it('is sold for a month and renewed by another, each on its receipt', () => {
    const productId = offerProduct(studio, membershipDraft())
    const { soldId: membershipId } = valueOf(sell(productId, 9_900))
    expect(bought().memberships[0]).toMatchObject({
      state: 'running',
      endsOn: '2026-04-01',
      endsOnIfRenewed: '2026-05-01',
    })
    const renew = () =>
      studio.command('memberships.renew', {
        membershipId,
        amountMinor: 9_900,
        tenders: [...cash(9_900)],
      })
    expect(valueOf(renew()).endsOn).toBe('2026-05-01')
    studio.at('2026-05-02T09:00')
    expect(outcomeOf(renew())).not.toBe('membership_ended')
    studio.at('2026-06-03T09:00')
    expect(outcomeOf(renew())).toBe('membership_ended')
  })
})
