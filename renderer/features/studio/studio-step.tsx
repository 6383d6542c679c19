import { useMemo, type ReactNode } from 'react'
import { countryOfZone } from '../../../shared/country.ts'
import { words } from '../../../shared/words/index.ts'
import { TextField } from '../../ui/text-field.tsx'
import { listCountries } from './list-countries.ts'
import { ListedField } from './listed-field.tsx'
import type { StepProps } from './set-up-draft.ts'
import { StepHeading } from './step-heading.tsx'
import styles from './studio-step.module.css'

/** Name, time zone, country and currency. */
export function StudioStep({ draft, problems, onChange }: StepProps): ReactNode {
  const zones = useMemo(() => listZones(), [])
  const currencies = useMemo(() => listCurrencies(), [])
  const countries = useMemo(() => listCountries(), [])
  const here = new Intl.DateTimeFormat().resolvedOptions().timeZone
  return (
    <>
      <StepHeading title={words.setup.studioTitle} lead={words.setup.studioLead} />
      <TextField
        label={words.setup.studioName}
        value={draft.name}
        onChange={(name) => onChange({ name })}
        placeholder={words.setup.studioNameExample}
        maxLength={80}
        error={problems['name']}
        autoFocus
      />
      <div className={styles.pair}>
        <ListedField
          label={words.setup.timeZone}
          entries={zones}
          value={draft.timeZone}
          onChange={(timeZone) =>
            onChange({
              timeZone,
              ...(!draft.isCountryChosen &&
                timeZone !== null && { country: countryOfZone(timeZone) }),
            })
          }
          placeholder={words.setup.timeZoneSearch}
          emptyText={words.setup.timeZoneNone}
          description={
            draft.timeZone === here
              ? words.setup.timeZoneHere
              : draft.timeZone === null
                ? undefined
                : words.setup.timeNow(timeIn(draft.timeZone))
          }
          error={problems['timeZone']}
        />
        <ListedField
          // What follows the time zone is shown, so the field begins anew with it.
          key={draft.isCountryChosen ? 'chosen' : draft.country}
          label={words.setup.country}
          entries={countries}
          value={draft.country}
          onChange={(country) => onChange({ country, isCountryChosen: true })}
          emptyText={words.setup.countryNone}
          description={words.setup.countryHint}
          error={problems['country']}
        />
        <ListedField
          label={words.setup.currency}
          entries={currencies}
          value={draft.currency}
          onChange={(currency) => onChange({ currency })}
          emptyText={words.setup.currencyNone}
          description={words.setup.currencyHint}
          error={problems['currency']}
        />
      </div>
    </>
  )
}

function listZones(): { id: string; text: string; detail: string }[] {
  const here = new Intl.DateTimeFormat().resolvedOptions().timeZone
  const known = Intl.supportedValuesOf('timeZone')
  // UTC, and old names a computer may still be set to, are not in the list of canonical zones.
  const all = known.includes(here) ? known : [here, ...known]
  return all.map((id) => ({ id, text: id.replaceAll('_', ' '), detail: timeIn(id) }))
}

function listCurrencies(): { id: string; text: string; detail: string }[] {
  const names = new Intl.DisplayNames('en-GB', { type: 'currency' })
  return Intl.supportedValuesOf('currency').map((id) => {
    const name = names.of(id) ?? id
    return { id, text: `${id} · ${name}`, detail: '' }
  })
}

function timeIn(timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(
    new Date(),
  )
}
