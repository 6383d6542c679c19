import { ArrowDownToLine, ArrowUpFromLine, Calculator, TriangleAlert, Vault } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { DrawerMovement, DrawerStatus, HandMovement } from '../../../shared/drawer.ts'
import { formatMoney, formatSigned } from '../../../shared/money.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { Table, type TableColumn } from '../../ui/table.tsx'
import { MoveDialog } from './move-dialog.tsx'
import styles from './open-drawer-view.module.css'

const acts = [
  { kind: 'paid_in', icon: ArrowDownToLine },
  { kind: 'paid_out', icon: ArrowUpFromLine },
  { kind: 'drop', icon: Vault },
] as const

/** The open drawer: its float, what has moved, and what can be done. What should be in it is not said. */
export function OpenDrawerView({
  drawer,
  onCount,
}: {
  drawer: Extract<DrawerStatus, { state: 'open' }>
  onCount: () => void
}): ReactNode {
  const [moving, setMoving] = useState<HandMovement | null>(null)
  const { currency, overdue } = drawer
  return (
    <section aria-label={words.drawer.now} className={styles.view}>
      {overdue && (
        <div role="alert" className={styles.overdue}>
          <TriangleAlert aria-hidden />
          <div>
            <p className={styles.overdueTitle}>{words.drawer.overdueTitle}</p>
            <p>{words.drawer.overdueBody}</p>
          </div>
        </div>
      )}
      <div className={styles.head}>
        <dl className={styles.facts}>
          <div>
            <dt>{words.drawer.since}</dt>
            <dd>
              {formatDate(drawer.openedLocal, 'weekday')}, {drawer.openedLocal.slice(11)}{' '}
              {words.drawer.by(drawer.openedBy)}
            </dd>
          </div>
          <div>
            <dt>{words.drawer.floatWas}</dt>
            <dd>{formatMoney(drawer.floatMinor, currency)}</dd>
          </div>
        </dl>
        <div className={styles.actions}>
          {!overdue &&
            acts.map(({ kind, icon }) => (
              <Button key={kind} icon={icon} onPress={() => setMoving(kind)}>
                {words.drawer.acts[kind]}
              </Button>
            ))}
          <Button variant="primary" icon={Calculator} onPress={onCount}>
            {words.drawer.countFirst}
          </Button>
        </div>
      </div>
      {drawer.movements.length === 0 ? (
        <p className={styles.empty}>{words.drawer.noMovements}</p>
      ) : (
        <Table
          label={words.drawer.movements}
          columns={columnsIn(currency, !overdue)}
          rows={drawer.movements}
          keyOf={({ id }) => id}
        />
      )}
      {moving && <MoveDialog kind={moving} currency={currency} onClose={() => setMoving(null)} />}
    </section>
  )
}

function columnsIn(currency: string, canReverse: boolean): readonly TableColumn<DrawerMovement>[] {
  return [
    { id: 'time', header: words.drawer.time, cell: ({ local }) => local.slice(11) },
    {
      id: 'what',
      header: words.drawer.what,
      isRowHeader: true,
      cell: ({ kind, reason, receiptNumber }) => (
        <>
          {words.drawer.kinds[kind]}
          <span className={styles.detail}>{reason ?? receiptNumber}</span>
        </>
      ),
    },
    { id: 'who', header: words.drawer.who, cell: ({ by }) => by },
    {
      id: 'amount',
      header: words.drawer.amount,
      align: 'end',
      cell: ({ amountMinor }) => formatSigned(amountMinor, currency),
    },
    {
      id: 'reverse',
      header: words.drawer.takeBack,
      align: 'end',
      cell: (movement) =>
        canReverse && movement.reversible ? (
          <TakeBack movement={movement} currency={currency} />
        ) : null,
    },
  ]
}

function TakeBack({
  movement,
  currency,
}: {
  movement: DrawerMovement
  currency: string
}): ReactNode {
  const reverse = useCommand('drawer.reverse', { toastFailures: true })
  return (
    <Button
      variant="ghost"
      isPending={reverse.isPending}
      aria-label={words.drawer.takeBackOf(
        movement.reason ?? words.drawer.kinds[movement.kind],
        formatSigned(movement.amountMinor, currency),
      )}
      onPress={() => void reverse.run({ movementId: movement.id })}
    >
      {words.drawer.takeBack}
    </Button>
  )
}
