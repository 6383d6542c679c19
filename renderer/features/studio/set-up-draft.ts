import type { InputOf } from '../../../shared/contract.ts'
import type { Contracts } from '../../../shared/contracts.ts'
import { countryOfZone } from '../../../shared/country.ts'
import { currencyDigits, minor, type Minor } from '../../../shared/money.ts'
import { words } from '../../../shared/words/index.ts'
import { isRefusedText } from '../../../shared/plain-text.ts'
import { whyObvious } from '../../../shared/obvious-pin.ts'
import { readCount } from '../../../shared/read-amount.ts'
import { isSameName } from '../../../shared/same-name.ts'
import { pinMinLength } from '../../ui/pin-field.tsx'

const seatBounds = { least: 1, most: 500 } as const

/** The pages of the form, in order. */
export const setUpSteps = ['studio', 'team', 'services', 'manager'] as const
export type SetUpStep = (typeof setUpSteps)[number]

export interface TrainerRow {
  readonly key: number
  readonly name: string
  readonly pin: string
}

export interface ServiceRow {
  readonly key: number
  readonly name: string
  readonly minutes: string
  /** Of a class; empty for one client to themselves. */
  readonly seats: string
  readonly price: Minor | null
}

/** What has been typed so far. It may be half done or wrong; nothing in it is ever thrown away. */
export interface SetUpDraft {
  readonly name: string
  readonly timeZone: string | null
  readonly currency: string | null
  /** Follows the time zone until it is chosen. */
  readonly country: string | null
  readonly isCountryChosen: boolean
  readonly trainers: readonly TrainerRow[]
  /** Null until the page was seen, because the suggested prices depend on the currency. */
  readonly services: readonly ServiceRow[] | null
  /** The currency that the prices of `services` were typed in. */
  readonly pricedIn: string | null
  readonly managerName: string
  readonly pin: string
  readonly pinAgain: string
}

/** What is wrong, by field: `name`, `trainer-2`, `price-5`. */
export type Problems = Readonly<Record<string, string>>

/** A form that nobody has typed into yet. */
export function emptyDraft(timeZone: string, currency: string): SetUpDraft {
  return {
    name: '',
    timeZone,
    currency,
    country: countryOfZone(timeZone),
    isCountryChosen: false,
    trainers: [{ key: 1, name: '', pin: '' }],
    services: null,
    pricedIn: null,
    managerName: '',
    pin: '',
    pinAgain: '',
  }
}

/**
 * Three services to start from. The prices are round numbers in the currency's everyday size.
 *
 * @example
 * starterServices('JPY')[0]?.price // 6000
 */
export function starterServices(currency: string): readonly ServiceRow[] {
  const digits = currencyDigits(currency)
  const unit = digits === 0 ? 100 : 10 ** digits
  const [training, intro, group] = words.setup.starters
  return [
    { key: 1, name: training, minutes: '60', seats: '', price: minor(60 * unit) },
    { key: 2, name: intro, minutes: '30', seats: '', price: minor(0) },
    { key: 3, name: group, minutes: '45', seats: '10', price: minor(15 * unit) },
  ]
}

/**
 * The services with prices in the draft's currency. Suggestions nobody touched are made anew; what
 * was typed keeps its figures, so that 60.00 in one currency is 60.000 in another.
 */
export function pricedServices(draft: SetUpDraft): Pick<SetUpDraft, 'services' | 'pricedIn'> {
  const currency = draft.currency ?? 'EUR'
  const before = draft.pricedIn ?? currency
  const suggested = JSON.stringify(starterServices(before))
  if (draft.services === null || JSON.stringify(draft.services) === suggested) {
    return { services: starterServices(currency), pricedIn: currency }
  }
  const unit = 10 ** (currencyDigits(currency) - currencyDigits(before))
  const services = draft.services.map(({ price, ...row }) => ({
    ...row,
    price: price === null ? null : minor(Math.round(price * unit)),
  }))
  return { services, pricedIn: currency }
}

/** A key no row has yet. */
export function nextKey(rows: readonly { readonly key: number }[]): number {
  return Math.max(0, ...rows.map((row) => row.key)) + 1
}

/**
 * What stands between a page and the next one. Rows left wholly empty are no mistake; they are
 * left out when the studio is created.
 *
 * @param leastDigits how many digits a PIN needs on this computer
 */
export function problemsOf(
  draft: SetUpDraft,
  step: SetUpStep,
  leastDigits = pinMinLength,
): Problems {
  const say = words.setup
  const problems: Record<string, string> = {}
  const nameProblem = (field: string, name: string) => {
    if (name.trim() === '') problems[field] = say.needName
    else if (isRefusedText(name, 'line')) problems[field] = words.ui.textRefused
  }
  switch (step) {
    case 'studio':
      nameProblem('name', draft.name)
      if (draft.timeZone === null) problems['timeZone'] = say.needZone
      if (draft.country === null) problems['country'] = say.needCountry
      if (draft.currency === null) problems['currency'] = say.needCurrency
      break
    case 'team': {
      const used = draft.trainers.filter(isUsedTrainer)
      for (const row of used) {
        nameProblem(`trainer-${row.key}`, row.name)
        if (row.pin !== '' && row.pin.length < leastDigits)
          problems[`pin-${row.key}`] = say.needPin(leastDigits)
        else if (row.pin !== '' && whyObvious(row.pin, row.name) !== null)
          problems[`pin-${row.key}`] = say.pinObvious
        const before = used.slice(0, used.indexOf(row))
        if (before.some((other) => isSameName(other.name, row.name)))
          problems[`trainer-${row.key}`] ??= say.trainerTwice
      }
      const first = draft.trainers[0]
      if (used.length === 0 && first) problems[`trainer-${first.key}`] = say.needTrainer
      break
    }
    case 'services': {
      const rows = draft.services ?? []
      const used = rows.filter(isUsedService)
      for (const row of used) {
        nameProblem(`service-${row.key}`, row.name)
        if (!isDuration(row.minutes)) problems[`minutes-${row.key}`] = say.needMinutes
        if (row.seats.trim() !== '' && readCount(row.seats, seatBounds) === null)
          problems[`seats-${row.key}`] = words.ui.countWrong(seatBounds.least, seatBounds.most)
        if (row.price === null) problems[`price-${row.key}`] = say.needPrice
      }
      const first = rows[0]
      if (used.length === 0 && first) problems[`service-${first.key}`] = say.needService
      break
    }
    case 'manager':
      nameProblem('managerName', draft.managerName)
      if (draft.pin.length < leastDigits) problems['pin'] = say.needPin(leastDigits)
      else if (whyObvious(draft.pin, draft.managerName) !== null) problems['pin'] = say.pinObvious
      else if (draft.pin !== draft.pinAgain) problems['pinAgain'] = say.pinsDiffer
      break
  }
  return problems
}

/** The command's input. Call it only when no page has a problem. */
export function inputOf(draft: SetUpDraft): InputOf<Contracts['studio.setUp']> {
  return {
    name: draft.name.trim(),
    timeZone: draft.timeZone ?? '',
    currency: draft.currency ?? '',
    ...(draft.country !== null && { country: draft.country }),
    trainers: usedTrainers(draft).map(({ name, pin }) => ({
      name: name.trim(),
      ...(pin !== '' && { pin }),
    })),
    services: usedServices(draft).map(({ name, minutes, price, seats }) => ({
      name: name.trim(),
      durationMinutes: readCount(minutes, { least: 5, most: 480 }) ?? 0,
      priceMinor: price ?? 0,
      capacity: seats.trim() === '' ? null : readCount(seats, seatBounds),
    })),
    manager: { name: draft.managerName.trim(), pin: draft.pin },
  }
}

/** The trainers that will be created. */
export function usedTrainers(draft: SetUpDraft): readonly TrainerRow[] {
  return draft.trainers.filter(isUsedTrainer)
}

/** The services that will be created. */
export function usedServices(draft: SetUpDraft): readonly ServiceRow[] {
  return (draft.services ?? []).filter(isUsedService)
}

function isUsedTrainer(row: TrainerRow): boolean {
  return row.name.trim() !== '' || row.pin !== ''
}

function isUsedService(row: ServiceRow): boolean {
  return row.name.trim() !== '' || row.price !== null || row.minutes !== ''
}

function isDuration(text: string): boolean {
  return readCount(text, { least: 5, most: 480 }) !== null
}

/** What every page of the form gets. */
export interface StepProps {
  draft: SetUpDraft
  /** Only what the person has been told about: nothing before the first Continue. */
  problems: Problems
  /** How many digits a PIN needs on this computer. */
  leastDigits: number
  onChange: (change: Partial<SetUpDraft>) => void
}
