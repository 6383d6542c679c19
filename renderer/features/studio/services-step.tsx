import { Plus, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { words } from '../../../shared/words/index.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { MoneyField } from '../../ui/money-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './rows.module.css'
import { nextKey, type ServiceRow } from './set-up-draft.ts'
import type { StepProps } from './set-up-draft.ts'
import { StepHeading } from './step-heading.tsx'

/** What the studio offers: a name, how long it takes, for how many, what it costs. */
export function ServicesStep({ draft, problems, onChange }: StepProps): ReactNode {
  const rows = draft.services ?? []

  function update(key: number, part: Partial<ServiceRow>): void {
    onChange({ services: rows.map((row) => (row.key === key ? { ...row, ...part } : row)) })
  }

  return (
    <>
      <StepHeading title={words.setup.servicesTitle} lead={words.setup.servicesLead} />
      <div className={styles.rows}>
        {rows.map((row, index) => (
          <div key={row.key} className={styles.serviceRow}>
            <TextField
              label={index === 0 ? words.setup.serviceName : words.setup.service(index + 1)}
              isLabelHidden={index > 0}
              value={row.name}
              onChange={(name) => update(row.key, { name })}
              maxLength={80}
              error={problems[`service-${row.key}`]}
              autoFocus={index === 0 || row.name === ''}
            />
            <TextField
              label={words.setup.minutes}
              isLabelHidden={index > 0}
              value={row.minutes}
              onChange={(minutes) => update(row.key, { minutes })}
              inputMode="numeric"
              suffix={words.setup.minutesUnit}
              maxLength={6}
              error={problems[`minutes-${row.key}`]}
            />
            <TextField
              label={words.setup.seats}
              isLabelHidden={index > 0}
              value={row.seats}
              onChange={(seats) => update(row.key, { seats })}
              inputMode="numeric"
              placeholder={words.setup.oneClient}
              maxLength={6}
              error={problems[`seats-${row.key}`]}
            />
            <MoneyField
              label={words.setup.price}
              isLabelHidden={index > 0}
              currency={draft.currency ?? 'EUR'}
              value={row.price}
              onChange={(price) => update(row.key, { price })}
              error={problems[`price-${row.key}`]}
            />
            <IconButton
              icon={Trash2}
              label={words.setup.removeService(row.name || words.setup.service(index + 1))}
              isDisabled={rows.length === 1}
              onPress={() => onChange({ services: rows.filter((other) => other.key !== row.key) })}
              className={(index === 0 ? styles.belowLabel : '') ?? ''}
            />
          </div>
        ))}
        <Button
          variant="ghost"
          icon={Plus}
          className={styles.add ?? ''}
          isDisabled={rows.length >= 100}
          onPress={() =>
            onChange({
              services: [
                ...rows,
                { key: nextKey(rows), name: '', minutes: '60', seats: '', price: null },
              ],
            })
          }
        >
          {words.setup.addService}
        </Button>
      </div>
    </>
  )
}
