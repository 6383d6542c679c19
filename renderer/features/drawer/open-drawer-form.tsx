import { useState, type ReactNode } from 'react'
import { formatMoney, type Minor } from '../../../shared/money.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { MoneyField } from '../../ui/money-field.tsx'
import { useToasts } from '../../ui/toast.tsx'
import styles from './drawer-card.module.css'

/** Opens the drawer with the cash that lies in it. */
export function OpenDrawerForm({
  suggestedFloatMinor,
  currency,
}: {
  suggestedFloatMinor: Minor
  currency: string
}): ReactNode {
  const open = useCommand('drawer.open')
  const toasts = useToasts()
  const [float, setFloat] = useState<Minor | null>(suggestedFloatMinor)
  const [problem, setProblem] = useState<string>()

  async function submit(): Promise<void> {
    if (float === null) return setProblem(words.drawer.amountMissing)
    const result = await open.run({ floatMinor: float })
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
          description={words.drawer.floatHint}
          currency={currency}
          value={float}
          onChange={(amount) => {
            setFloat(amount)
            setProblem(undefined)
            open.clear()
          }}
          error={problem}
        />
        <FormError error={open.failure} />
        <Button variant="primary" size="lg" type="submit" isPending={open.isPending}>
          {words.drawer.open}
        </Button>
      </form>
    </section>
  )
}
