import type { ReactNode } from 'react'
import { formatMoney } from '../../../shared/money.ts'
import { words } from '../../../shared/words/index.ts'
import { DescriptionList } from '../../ui/description-list.tsx'
import { PinField } from '../../ui/pin-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { KeyRingNote } from '../staff/key-ring-note.tsx'
import styles from './manager-step.module.css'
import { countryName } from './list-countries.ts'
import { usedServices, usedTrainers } from './set-up-draft.ts'
import type { StepProps } from './set-up-draft.ts'
import { StepHeading } from './step-heading.tsx'

/** The manager's name and PIN, and a last look at everything before it is created. */
export function ManagerStep({ draft, problems, leastDigits, onChange }: StepProps): ReactNode {
  const currency = draft.currency ?? 'EUR'
  return (
    <>
      <StepHeading title={words.setup.managerTitle} lead={words.setup.managerLead} />
      <TextField
        label={words.setup.managerName}
        value={draft.managerName}
        onChange={(managerName) => onChange({ managerName })}
        maxLength={80}
        error={problems['managerName']}
        autoFocus
      />
      <div className={styles.pair}>
        <PinField
          label={words.setup.pin}
          description={words.setup.pinHint(leastDigits)}
          value={draft.pin}
          onChange={(pin) => onChange({ pin })}
          error={problems['pin']}
        />
        <PinField
          label={words.setup.pinAgain}
          value={draft.pinAgain}
          onChange={(pinAgain) => onChange({ pinAgain })}
          error={problems['pinAgain']}
        />
      </div>
      <KeyRingNote />
      <section aria-label={words.setup.summaryTitle} className={styles.summary}>
        <h3 className={styles.title}>{words.setup.summaryTitle}</h3>
        <DescriptionList
          items={[
            {
              term: words.setup.summaryStudio,
              value: `${draft.name.trim()} · ${countryName(draft.country ?? '')} · ${(draft.timeZone ?? '').replaceAll('_', ' ')} · ${currency}`,
            },
            {
              term: words.setup.summaryTrainers,
              value: usedTrainers(draft)
                .map((row) => row.name.trim())
                .join(', '),
            },
            {
              term: words.setup.summaryServices,
              value: (
                <ul>
                  {usedServices(draft).map((row) => (
                    <li key={row.key}>
                      {row.name.trim()} · {row.minutes} {words.setup.minutesUnit}
                      {row.seats.trim() !== '' && ` · ${words.setup.seatsOf(row.seats.trim())}`}
                      {row.price !== null &&
                        ` · ${row.price === 0 ? words.payment.free : formatMoney(row.price, currency)}`}
                    </li>
                  ))}
                </ul>
              ),
            },
          ]}
        />
      </section>
    </>
  )
}
