import { CircleCheck, Scale } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { DrawerCount } from '../../../shared/drawer.ts'
import { formatMoney, formatSigned, minor } from '../../../shared/money.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { FormError } from '../../ui/form-error.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useToasts } from '../../ui/toast.tsx'
import styles from './drawer-card.module.css'

/** What came out of the count, and the last step: closing, with a reason where one is needed. */
export function CountResult({
  count,
  currency,
  onCountAgain,
  onClosed,
}: {
  count: DrawerCount
  currency: string
  onCountAgain: () => void
  onClosed: (drawerId: string) => void
}): ReactNode {
  const close = useCommand('drawer.close')
  const toasts = useToasts()
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState<string>()
  const { varianceMinor, reasonNeeded } = count
  const off = formatMoney(minor(Math.abs(varianceMinor)), currency)
  const verdict =
    varianceMinor === 0
      ? words.drawer.right
      : varianceMinor > 0
        ? words.drawer.over(off)
        : words.drawer.under(off)

  async function submit(): Promise<void> {
    const said = reason.trim()
    if (reasonNeeded && said === '') return setProblem(words.drawer.reasonMissing)
    const { drawerId, countId } = count
    const result = await close.run({ drawerId, countId, ...(said !== '' && { reason: said }) })
    if (!result.ok) return
    toasts.show({ tone: 'success', title: words.drawer.closed })
    onClosed(drawerId)
  }

  return (
    <section aria-label={words.drawer.resultTitle} className={styles.card}>
      <h2 className={styles.title}>{words.drawer.resultTitle}</h2>
      <form
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <p role="status" className={classNames(styles.verdict, varianceMinor !== 0 && styles.off)}>
          {varianceMinor === 0 ? <CircleCheck aria-hidden /> : <Scale aria-hidden />}
          {verdict}
        </p>
        <dl className={styles.facts}>
          <div>
            <dt>{words.drawer.counted}</dt>
            <dd>{formatMoney(count.countedMinor, currency)}</dd>
          </div>
          <div>
            <dt>{words.drawer.expected}</dt>
            <dd>{formatMoney(minor(count.expectedMinor), currency)}</dd>
          </div>
          <div>
            <dt>{words.drawer.variance}</dt>
            <dd>{formatSigned(varianceMinor, currency)}</dd>
          </div>
        </dl>
        {varianceMinor !== 0 && (
          <TextField
            autoFocus
            label={words.drawer.whyOff}
            isOptional={!reasonNeeded}
            description={reasonNeeded ? words.drawer.whyOffHint : undefined}
            maxLength={200}
            value={reason}
            onChange={(text) => {
              setReason(text)
              setProblem(undefined)
            }}
            error={problem}
          />
        )}
        <FormError error={close.failure} />
        <div className={styles.buttons}>
          <Button onPress={onCountAgain}>{words.drawer.countAgain}</Button>
          <Button
            variant="primary"
            type="submit"
            isPending={close.isPending}
            autoFocus={varianceMinor === 0}
          >
            {words.drawer.close}
          </Button>
        </div>
      </form>
    </section>
  )
}
