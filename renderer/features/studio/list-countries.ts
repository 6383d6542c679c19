import { countries } from '../../../shared/country.ts'

/** Every country by its English name, in the order of the names. */
export function listCountries(): { id: string; text: string; detail: string }[] {
  return countries
    .map((id) => ({ id, text: countryName(id), detail: id }))
    .toSorted((a, b) => a.text.localeCompare(b.text, 'en'))
}

/**
 * A country's name.
 *
 * @example
 * countryName('DE') // 'Germany'
 */
export function countryName(country: string): string {
  return new Intl.DisplayNames('en-GB', { type: 'region' }).of(country) ?? country
}
