import { useState, type ReactNode } from 'react'
import { formatMoney, minor, type Minor } from '../../../shared/money.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { useSure } from '../../app/sure-provider.tsx'
import { Button } from '../../ui/button.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { MoneyField } from '../../ui/money-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useToasts } from '../../ui/toast.tsx'
import styles from './drawer-card.module.css'

/** Opens the drawer with the cash that lies in it. */
export function OpenDrawerForm({
  suggestedFloatMinor,
  carriedMinor,
  currency,
}: {
  suggestedFloatMinor: Minor
  carriedMinor: Minor | null
  currency: string
}): ReactNode {
  const open = useCommand('drawer.open')
  const toasts = useToasts()
  const sure = useSure()
  const [float, setFloat] = useState<Minor | null>(suggestedFloatMinor)
  const [problem, setProblem] = useState<string>()
  const [reason, setReason] = useState('')
  const difference = float === null || carriedMinor === null ? 0 : float - carriedMinor
  const isReasonNeeded = open.failure?.code === 'drawer_opening_reason_needed'

  async function submit(): Promise<void> {
    if (float === null) return setProblem(words.drawer.amountMissing)
    const result = await sure((sureOfMinor) =>
      open.run({
        floatMinor: float,
        sureOfMinor,
        ...(difference !== 0 && reason.trim() !== '' && { reason: reason.trim() }),
      }),
    )
    if (!result.ok) return
    const title = words.drawer.opened(formatMoney(float, currency))
    toasts.show({ tone: 'success', title })
  }

  return (
    <section aria-label={words.drawer.openTitle} className={styles.card}>
      <h2 className={styles.title}>{words.drawer.openTitle}</h2>
      <p className={styles.hint}>{words.drawer.openHint}</p>
      <form
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <MoneyField
          autoFocus
          label={words.drawer.float}
          description={
            carriedMinor === null
              ? words.drawer.floatHint
              : words.drawer.lastCount(formatMoney(carriedMinor, currency))
          }
          currency={currency}
          value={float}
          onChange={(amount) => {
            setFloat(amount)
            setProblem(undefined)
            open.clear()
          }}
          error={problem}
        />
        {difference !== 0 && (
          <>
            <p role="status">{sayDifference(difference, currency)}</p>
            <TextField
              label={words.drawer.whyDifferent}
              isOptional={!isReasonNeeded}
              description={isReasonNeeded ? words.drawer.whyDifferentHint : undefined}
              maxLength={200}
              value={reason}
              onChange={setReason}
            />
          </>
        )}
        <FormError error={open.failure} />
        <Button variant="primary" size="lg" type="submit" isPending={open.isPending}>
          {words.drawer.open}
        </Button>
      </form>
    </section>
  )
}

function sayDifference(differenceMinor: number, currency: string): string {
  const amount = formatMoney(minor(Math.abs(differenceMinor)), currency)
  return differenceMinor > 0 ? words.drawer.openingOver(amount) : words.drawer.openingShort(amount)
}
