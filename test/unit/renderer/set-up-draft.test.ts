import { describe, expect, it } from 'vitest'
import { guessCurrency } from '../../../renderer/features/studio/guess-currency.ts'
import {
  emptyDraft,
  inputOf,
  problemsOf,
  starterServices,
  type SetUpDraft,
} from '../../../renderer/features/studio/set-up-draft.ts'
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
  pin: '123456',
  pinAgain: '123456',
}

describe('setting up a studio', () => {
  it('makes an input that the contract accepts, without the empty rows', () => {
    const input = studioContract['studio.setUp'].input.parse(inputOf(filled))
    expect(input.name).toBe('Northside')
    expect(input.trainers).toEqual([{ name: 'Ana Ruiz' }])
    expect(input.services.map((service) => service.priceMinor)).toEqual([6000, 0, 1500])
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

  it('wants the PIN twice, the same', () => {
    expect(Object.keys(problemsOf({ ...filled, pinAgain: '123457' }, 'manager'))).toEqual([
      'pinAgain',
    ])
  })

  it('refuses a session of four minutes and one without a price', () => {
    const services = [{ key: 1, name: 'Yoga', minutes: '4', price: null }]
    expect(Object.keys(problemsOf({ ...filled, services }, 'services'))).toEqual([
      'minutes-1',
      'price-1',
    ])
  })

  it('suggests prices of the currency’s everyday size', () => {
    expect(starterServices('JPY')[0]?.price).toBe(6000)
    expect(starterServices('KWD')[2]?.price).toBe(15_000)
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
