import { useState, type ReactNode } from 'react'
import type { TrainerEarnings, TrainerRate } from '../../../shared/earnings.ts'
import { words } from '../../../shared/words/index.ts'
import { useQueryOf } from '../../app/api.ts'
import { useSignedIn } from '../../app/session.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { RateDialog } from './rate-dialog.tsx'
import styles from './rates.module.css'
import { sayRate } from './say-rate.ts'

const say = words.earnings

/** What each trainer is paid now and from when on something else; the manager changes it here. */
export function RatesSection({ trainers }: { trainers: readonly TrainerEarnings[] }): ReactNode {
  const rates = useQueryOf('earnings.rates', {})
  const [changingId, setChangingId] = useState<string | null>(null)
  const changing = trainers.find(({ trainerId }) => trainerId === changingId)
  return (
    <section aria-label={say.ratesTitle} className={styles.section}>
      <h2 className={styles.title}>{say.ratesTitle}</h2>
      {rates.data ? (
        <ul className={styles.list}>
          {trainers.map((trainer) => (
            <TrainerRow
              key={trainer.trainerId}
              trainer={trainer}
              rates={ratesOf(rates.data ?? [], trainer.trainerId)}
              onChange={() => setChangingId(trainer.trainerId)}
            />
          ))}
        </ul>
      ) : rates.failure ? (
        <ErrorState error={rates.failure} onRetry={rates.refetch} />
      ) : (
        <Skeleton height={160} />
      )}
      {changing && rates.data && (
        <RateDialog
          trainer={changing}
          rates={ratesOf(rates.data, changing.trainerId)}
          onClose={() => setChangingId(null)}
        />
      )}
    </section>
  )
}

function ratesOf(rates: readonly TrainerRate[], trainerId: string): readonly TrainerRate[] {
  return rates.filter((rate) => rate.trainerId === trainerId)
}

function TrainerRow({
  trainer,
  rates,
  onChange,
}: {
  trainer: TrainerEarnings
  rates: readonly TrainerRate[]
  onChange: () => void
}): ReactNode {
  const { currency } = useSignedIn().studio
  const now = rates.find(({ state }) => state === 'current')
  const next = rates.findLast(({ state }) => state === 'future')
  return (
    <li className={styles.row}>
      <Avatar name={trainer.name} hue={trainer.hue} size="sm" />
      <span className={styles.who}>
        <span className={styles.name}>{trainer.name}</span>
        <span className={styles.detail}>
          {now && sayRate(now.rate, currency)}
          {next &&
            `, ${say.nextRate(sayRate(next.rate, currency), formatDate(next.effectiveFrom, 'short'))}`}
        </span>
      </span>
      <Button aria-label={say.changeOf(trainer.name)} onPress={onChange}>
        {say.change}
      </Button>
    </li>
  )
}
