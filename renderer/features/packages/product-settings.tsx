import { Plus, RotateCcw, X } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { formatMoney } from '../../../shared/money.ts'
import type { Product } from '../../../shared/packages.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf, useUndo } from '../../app/api.ts'
import { useSignedIn } from '../../app/session.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useToasts } from '../../ui/toast.tsx'
import { SettingsCard } from '../settings/settings-card.tsx'
import { isForm } from './is-form.ts'
import { ProductDialog } from './product-dialog.tsx'
import styles from './product-settings.module.css'

type Kind = Product['kind']

/** What the studio sells ahead: packages and memberships, as the manager wants them. */
export function ProductSettings(): ReactNode {
  const products = useQueryOf('packages.products', {})
  const [editing, setEditing] = useState<{ kind: Kind; productId: string | null } | null>(null)
  const toasts = useToasts()
  const say = words.packages
  if (!products.data) {
    return products.failure ? (
      <ErrorState error={products.failure} onRetry={products.refetch} />
    ) : (
      <Skeleton height={180} />
    )
  }
  const cards = [
    {
      kind: 'package',
      title: say.packagesTitle,
      hint: say.packagesHint,
      add: say.addPackage,
      empty: say.noPackages,
    },
    {
      kind: 'membership',
      title: say.membershipsTitle,
      hint: say.membershipsHint,
      add: say.addMembership,
      empty: say.noMemberships,
    },
  ] as const
  return (
    <>
      {cards.map(({ kind, title, hint, add, empty }) => {
        const rows = (products.data ?? []).filter((product) => product.kind === kind)
        return (
          <SettingsCard
            key={kind}
            title={title}
            hint={hint}
            action={
              <Button icon={Plus} onPress={() => setEditing({ kind, productId: null })}>
                {add}
              </Button>
            }
          >
            {rows.length === 0 ? (
              <p className={styles.empty}>{empty}</p>
            ) : (
              <ul className={styles.list}>
                {rows.map((product) => (
                  <ProductRow
                    key={product.id}
                    product={product}
                    onChange={() => setEditing({ kind, productId: product.id })}
                  />
                ))}
              </ul>
            )}
          </SettingsCard>
        )
      })}
      {editing && (
        <ProductDialog
          kind={editing.kind}
          product={products.data.find(isForm(editing.productId)) ?? null}
          onClose={() => setEditing(null)}
          onSaved={(name) => {
            setEditing(null)
            toasts.show({ tone: 'success', title: say.savedToast(name) })
          }}
        />
      )}
    </>
  )
}

function ProductRow({ product, onChange }: { product: Product; onChange: () => void }): ReactNode {
  const { studio } = useSignedIn()
  const retire = useCommand('packages.retireProduct', { toastFailures: true })
  const restore = useCommand('packages.restoreProduct', { toastFailures: true })
  const undo = useUndo()
  const toasts = useToasts()
  const say = words.packages
  const { id: productId, name, active } = product

  async function flip(): Promise<void> {
    const result = await (active ? retire : restore).run({ productId })
    if (!result.ok) return
    const reverse = result.value.undo
    toasts.show({
      tone: 'success',
      title: active ? say.retiredToast(name) : say.restoredToast(name),
      ...(reverse && { action: { label: words.ui.undo, onPress: () => void undo(reverse) } }),
    })
  }

  return (
    <li className={styles.row}>
      <div className={styles.text}>
        <span className={styles.name}>
          {name}
          {!active && <Badge>{say.retired}</Badge>}
        </span>
        <span className={styles.facts}>{factsOf(product)}</span>
      </div>
      <span className={styles.price}>{formatMoney(product.priceMinor, studio.currency)}</span>
      {active && (
        <Button variant="ghost" aria-label={say.change(name)} onPress={onChange}>
          {say.changeIt}
        </Button>
      )}
      <IconButton
        icon={active ? X : RotateCcw}
        label={active ? say.retireOf(name) : say.restoreOf(name)}
        onPress={() => void flip()}
      />
    </li>
  )
}

function factsOf({ credits, validityDays, sessionsPerMonth, serviceIds }: Product): string {
  const say = words.packages
  const scope = serviceIds.length === 0 ? say.allServices : say.servicesCount(serviceIds.length)
  if (credits !== null) {
    return [say.sessions(credits), say.validFor(validityDays ?? 0), scope].join(' · ')
  }
  const limit = sessionsPerMonth === null ? say.unlimited : say.perMonth(sessionsPerMonth)
  return [limit, scope].join(' · ')
}
