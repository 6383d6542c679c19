import { Plus, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { words } from '../../../shared/words/index.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { PinField } from '../../ui/pin-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './rows.module.css'
import { nextKey, type TrainerRow } from './set-up-draft.ts'
import type { StepProps } from './set-up-draft.ts'
import { StepHeading } from './step-heading.tsx'

/** The trainers: a name each, and a PIN for those who sign in themselves. */
export function TeamStep({ draft, problems, leastDigits, onChange }: StepProps): ReactNode {
  const rows = draft.trainers

  function update(key: number, part: Partial<TrainerRow>): void {
    onChange({ trainers: rows.map((row) => (row.key === key ? { ...row, ...part } : row)) })
  }

  return (
    <>
      <StepHeading title={words.setup.teamTitle} lead={words.setup.teamLead} />
      <div className={styles.rows}>
        {rows.map((row, index) => (
          <div key={row.key} className={styles.teamRow}>
            <TextField
              label={index === 0 ? words.setup.trainerName : words.setup.trainer(index + 1)}
              isLabelHidden={index > 0}
              value={row.name}
              onChange={(name) => update(row.key, { name })}
              placeholder={words.setup.trainerExample}
              maxLength={80}
              error={problems[`trainer-${row.key}`]}
              autoFocus={index === rows.length - 1}
            />
            <PinField
              label={words.setup.trainerPin}
              isLabelHidden={index > 0}
              isOptional
              value={row.pin}
              onChange={(pin) => update(row.key, { pin })}
              error={problems[`pin-${row.key}`]}
            />
            <IconButton
              icon={Trash2}
              label={words.setup.removeTrainer(row.name || words.setup.trainer(index + 1))}
              isDisabled={rows.length === 1}
              onPress={() => onChange({ trainers: rows.filter((other) => other.key !== row.key) })}
              className={(index === 0 ? styles.belowLabel : '') ?? ''}
            />
          </div>
        ))}
        <Button
          variant="ghost"
          icon={Plus}
          className={styles.add ?? ''}
          isDisabled={rows.length >= 40}
          onPress={() =>
            onChange({ trainers: [...rows, { key: nextKey(rows), name: '', pin: '' }] })
          }
        >
          {words.setup.addTrainer}
        </Button>
      </div>
      <p className={styles.hint}>{words.setup.trainerPinHint(leastDigits)}</p>
    </>
  )
}
