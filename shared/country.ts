import { getCountries, isSupportedCountry } from 'libphonenumber-js'
import { z } from 'zod'

/** Where a studio can be: two letters of ISO 3166, of which phones can be read. */
export const countrySchema = z
  .string()
  .regex(/^[A-Z]{2}$/, 'must be two letters, like DE')
  .refine(isSupportedCountry, 'is not a known country')

/** Every country there is to choose from. */
export const countries: readonly string[] = getCountries()

/** What Intl knows of a region beside what this compiler’s library says. */
interface Region {
  getTimeZones?(): string[] | undefined
}

let byZone: ReadonlyMap<string, string> | null = null

/**
 * The country a time zone is in; null for zones of none, such as UTC. Only a suggestion, because the
 * table is the computer’s own: what is decided is stored.
 *
 * @example
 * countryOfZone('Europe/Berlin') // 'DE'
 */
export function countryOfZone(timeZone: string): string | null {
  byZone ??= new Map(
    countries.flatMap((country) => {
      const region = new Intl.Locale('und', { region: country }) as Region
      return (region.getTimeZones?.() ?? []).map((zone) => [zone, country] as const)
    }),
  )
  return byZone.get(timeZone) ?? byZone.get(canonical(timeZone)) ?? null
}

/** One name for zones that have several: Asia/Kolkata and Asia/Calcutta. */
function canonical(timeZone: string): string {
  return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone
}

/** The country of a studio that never said it: from its zone, else from its currency. */
export function assumedCountry(timeZone: string, currency: string): string {
  const ofCurrency = currency.slice(0, 2)
  return countryOfZone(timeZone) ?? (isSupportedCountry(ofCurrency) ? ofCurrency : 'DE')
}
