import { describe, expect, it } from 'vitest'
import { guessCurrency } from '../../../renderer/features/studio/guess-currency.ts'
import {
  emptyDraft,
  inputOf,
  pricedServices,
  problemsOf,
  starterServices,
  type SetUpDraft,
} from '../../../renderer/features/studio/set-up-draft.ts'
import { minor } from '../../../shared/money.ts'
import { studioContract } from '../../../shared/studio.ts'

const filled: SetUpDraft = {
  ...emptyDraft('Europe/Berlin', 'EUR'),
  name: ' Northside ',
  trainers: [
    { key: 1, name: 'Ana Ruiz', pin: '' },
    { key: 2, name: '', pin: '' },
  ],
  services: starterServices('EUR'),
  managerName: 'Marta Silva',
  pin: '719264',
  pinAgain: '719264',
}

describe('setting up a studio', () => {
  it('makes an input that the contract accepts, without the empty rows', () => {
    const input = studioContract['studio.setUp'].input.parse(inputOf(filled))
    expect(input.name).toBe('Northside')
    expect(input.trainers).toEqual([{ name: 'Ana Ruiz' }])
    expect(input.services.map((service) => service.priceMinor)).toEqual([6000, 0, 1500])
    // A class has seats; the others one client to themselves.
    expect(input.services.map((service) => service.capacity)).toEqual([null, null, 10])
  })

  it('has no problem on any page when everything is filled in', () => {
    for (const step of ['studio', 'team', 'services', 'manager'] as const) {
      expect(problemsOf(filled, step)).toEqual({})
    }
  })

  it('names the fields that are missing', () => {
    const draft = emptyDraft('Europe/Berlin', 'EUR')
    expect(Object.keys(problemsOf(draft, 'studio'))).toEqual(['name'])
    expect(Object.keys(problemsOf(draft, 'team'))).toEqual(['trainer-1'])
    expect(Object.keys(problemsOf(draft, 'manager'))).toEqual(['managerName', 'pin'])
  })

  it('takes no PIN that anybody would try first', () => {
    const draft = { ...filled, pin: '1234', pinAgain: '1234' }
    expect(Object.keys(problemsOf(draft, 'manager'))).toEqual(['pin'])
  })

  it.each(['0', '-3', '1.5', '501', 'many'])('takes no “%s” for a number of seats', (seats) => {
    const services = [{ ...starterServices('EUR')[2]!, seats }]
    expect(Object.keys(problemsOf({ ...filled, services }, 'services'))).toEqual(['seats-3'])
  })

  it.each(['Ana Ruiz', ' ana  ruiz', 'ANA RUÍZ'])('tells “%s” apart from Ana Ruiz', (name) => {
    const trainers = [...filled.trainers, { key: 3, name, pin: '' }]
    expect(Object.keys(problemsOf({ ...filled, trainers }, 'team'))).toEqual(['trainer-3'])
  })

  it('wants the PIN twice, the same', () => {
    expect(Object.keys(problemsOf({ ...filled, pinAgain: '719265' }, 'manager'))).toEqual([
      'pinAgain',
    ])
  })

  it('refuses a session of four minutes and one without a price', () => {
    const services = [{ key: 1, name: 'Yoga', minutes: '4', seats: '', price: null }]
    expect(Object.keys(problemsOf({ ...filled, services }, 'services'))).toEqual([
      'minutes-1',
      'price-1',
    ])
  })

  it('suggests prices of the currency’s everyday size', () => {
    expect(starterServices('JPY')[0]?.price).toBe(6000)
    expect(starterServices('KWD')[2]?.price).toBe(15_000)
  })

  it('suggests other prices in another currency, until someone has typed one', () => {
    const draft = { ...filled, pricedIn: 'EUR', currency: 'JPY' }
    expect(pricedServices(draft).services).toEqual(starterServices('JPY'))
  })

  it.each([
    { from: 'EUR', to: 'KWD', price: 25_50, after: 25_500 },
    { from: 'KWD', to: 'JPY', price: 25_500, after: 26 },
    { from: 'JPY', to: 'EUR', price: 6_000, after: 600_000 },
  ])('keeps the figures that were typed from $from to $to', ({ from, to, price, after }) => {
    const services = [{ key: 1, name: 'Yoga', minutes: '60', seats: '', price: minor(price) }]
    const draft = { ...filled, services, pricedIn: from, currency: to }
    expect(pricedServices(draft).services?.[0]?.price).toBe(after)
  })

  it('guesses the currency from the computer’s region', () => {
    expect(['de-CH', 'en-US', 'ja', 'pt-BR', 'de', 'fr-FR'].map(guessCurrency)).toEqual([
      'CHF',
      'USD',
      'JPY',
      'BRL',
      'EUR',
      'EUR',
    ])
  })
})
