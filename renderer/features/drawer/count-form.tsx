import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { denominationsOf } from '../../../shared/denominations.ts'
import type { DrawerCount } from '../../../shared/drawer.ts'
import { formatMoney, minor, type Minor } from '../../../shared/money.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { MoneyField } from '../../ui/money-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './drawer-card.module.css'
import { pieceBounds, sumPieces } from './sum-pieces.ts'

/** The blind count, by notes and coins; as one amount in a currency whose pieces are not known. */
export function CountForm({
  drawerId,
  currency,
  onBack,
  onCounted,
}: {
  drawerId: string
  currency: string
  onBack: () => void
  onCounted: (count: DrawerCount) => void
}): ReactNode {
  const count = useCommand('drawer.count')
  const denominations = denominationsOf(currency)
  const [numbers, setNumbers] = useState<Readonly<Record<string, string>>>({})
  const [amount, setAmount] = useState<Minor | null>(null)
  const [problem, setProblem] = useState<string>()
  const table = useRef<HTMLTableElement>(null)
  const pieces = sumPieces(numbers)
  const isByPieces = denominations.length > 0
  const sum = isByPieces ? pieces.sumMinor : amount

  async function submit(): Promise<void> {
    if (!isByPieces && amount === null) return setProblem(words.drawer.amountMissing)
    const [wrong] = pieces.wrong
    if (wrong !== undefined) return fieldOf(wrong)?.focus()
    const result = await count.run({
      drawerId,
      count: isByPieces
        ? { by: 'pieces', pieces: pieces.pieces }
        : { by: 'amount', amountMinor: amount ?? minor(0) },
    })
    if (result.ok) onCounted(result.value)
  }

  function fieldOf(denomination: string): HTMLInputElement | undefined {
    const fields = [...(table.current?.querySelectorAll('input') ?? [])]
    return fields[denominations.indexOf(Number(denomination))]
  }

  /** Enter and the arrows walk down and up the column; Enter on the last line hands in. */
  function walk(event: KeyboardEvent): void {
    const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined) return
    const fields = [...(table.current?.querySelectorAll('input') ?? [])]
    const next = fields[fields.indexOf(event.target as HTMLInputElement) + step]
    if (!next && event.key === 'Enter') return
    event.preventDefault()
    next?.focus()
    next?.select()
  }

  return (
    <section aria-label={words.drawer.countTitle} className={styles.card}>
      <h2 className={styles.title}>{words.drawer.countTitle}</h2>
      <p className={styles.hint}>{words.drawer.countHint}</p>
      <form
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        {isByPieces ? (
          <table className={styles.count} ref={table} aria-label={words.drawer.countTitle}>
            <thead>
              <tr>
                <th scope="col">{words.drawer.piece}</th>
                <th scope="col">{words.drawer.number}</th>
                <th scope="col">{words.drawer.worth}</th>
              </tr>
            </thead>
            {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys of the fields in it */}
            <tbody onKeyDown={walk}>
              {denominations.map((denomination, index) => {
                const piece = formatMoney(minor(denomination), currency)
                const text = numbers[denomination] ?? ''
                return (
                  <tr key={denomination}>
                    <th scope="row">{piece}</th>
                    <td>
                      <TextField
                        label={words.drawer.pieces(piece)}
                        isLabelHidden
                        className={styles.number ?? ''}
                        inputMode="numeric"
                        autoFocus={index === 0}
                        maxLength={8}
                        placeholder="0"
                        value={text}
                        {...(pieces.wrong.includes(String(denomination)) && {
                          error: words.ui.countWrong(pieceBounds.least, pieceBounds.most),
                        })}
                        onChange={(next) => {
                          count.clear()
                          setNumbers({ ...numbers, [denomination]: next })
                        }}
                      />
                    </td>
                    <td>
                      {formatMoney(
                        minor(denomination * (pieces.pieces[denomination] ?? 0)),
                        currency,
                      )}
                    </td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        ) : (
          <MoneyField
            autoFocus
            label={words.drawer.countAmount}
            currency={currency}
            value={amount}
            onChange={(next) => {
              setAmount(next)
              setProblem(undefined)
              count.clear()
            }}
            error={problem}
          />
        )}
        <div className={styles.sum} role="status">
          <span>{words.drawer.counted}</span>
          <strong>{formatMoney(sum ?? minor(0), currency)}</strong>
        </div>
        <FormError error={count.failure} />
        <div className={styles.buttons}>
          <Button onPress={onBack}>{words.drawer.back}</Button>
          <Button variant="primary" type="submit" isPending={count.isPending}>
            {words.drawer.submitCount}
          </Button>
        </div>
      </form>
    </section>
  )
}
