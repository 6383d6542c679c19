import { useState, type ReactNode } from 'react'
import { formatMoney } from '../../../shared/money.ts'
import type { Product, ProductSold } from '../../../shared/packages.ts'
import { addDays, addMonths, type LocalDate } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { sayDay } from '../../../shared/words/say-day.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
import { useSignedIn } from '../../app/session.tsx'
import { DatePicker } from '../../ui/date-picker.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Select } from '../../ui/select.tsx'
import { PaidNotice } from '../payments/paid-notice.tsx'
import { PayForm } from '../payments/pay-form.tsx'
import { isForm } from './is-form.ts'
import styles from './membership-dialog.module.css'

export interface SellDialogProps {
  clientId: string
  today: LocalDate
  /** Told what was sold, while the receipt is still shown. */
  onSold?: (soldId: string) => void
  onClose: () => void
}

/** Sells a client a package or a membership: what it gives, what it costs, and the receipt. */
export function SellDialog({ clientId, today, onSold, onClose }: SellDialogProps): ReactNode {
  const { studio } = useSignedIn()
  const products = useQueryOf('packages.products', {}).data?.filter(({ active }) => active)
  const sell = useCommand('packages.sell')
  const [productId, setProductId] = useState<string | null>(null)
  const [startsOn, setStartsOn] = useState(today)
  const [sold, setSold] = useState<{ product: Product; answer: ProductSold } | null>(null)
  const product = products?.find(isForm(productId)) ?? products?.[0]
  const say = words.packages

  return (
    <Dialog isOpen onClose={onClose} size="sm" title={say.sellTitle}>
      {sold ? (
        <PaidNotice
          paid={sold.answer}
          amountMinor={sold.product.dueMinor}
          currency={studio.currency}
          onDone={onClose}
        />
      ) : !product ? (
        <p className={styles.means}>{products ? say.noProducts : say.loading}</p>
      ) : (
        <PayForm
          clientId={clientId}
          dueMinor={product.dueMinor}
          currency={studio.currency}
          isPending={sell.isPending}
          failure={sell.failure}
          onEdit={sell.clear}
          onPay={(tenders) => {
            const input = {
              clientId,
              productId: product.id,
              amountMinor: product.dueMinor,
              tenders,
              ...(product.kind === 'membership' && { startsOn }),
              shown: { credits: product.credits ?? 0, endsOn: lastDayOf(product, startsOn, today) },
            }
            void sell.run(input).then((result) => {
              if (!result.ok) return
              setSold({ product, answer: result.value })
              onSold?.(result.value.soldId)
            })
          }}
        >
          <Select
            label={say.product}
            description={whatItGives(product, startsOn, today)}
            options={(products ?? []).map((candidate) => ({
              value: candidate.id,
              label: candidate.name,
              description: formatMoney(candidate.dueMinor, studio.currency),
            }))}
            value={product.id}
            onChange={(id) => {
              setProductId(id)
              sell.clear()
            }}
          />
          {product.kind === 'membership' && (
            <DatePicker
              label={say.startsOn}
              value={startsOn}
              today={today}
              min={today}
              onChange={(date) => setStartsOn(date as LocalDate)}
            />
          )}
        </PayForm>
      )}
    </Dialog>
  )
}

/** The last day of what would be sold now. */
function lastDayOf(product: Product, startsOn: LocalDate, today: LocalDate): LocalDate {
  return product.credits === null
    ? addDays(addMonths(startsOn, 1), -1)
    : addDays(today, product.validityDays ?? 0)
}

function whatItGives(product: Product, startsOn: LocalDate, today: LocalDate): string {
  const say = words.packages
  const until = sayDay(lastDayOf(product, startsOn, today))
  return product.credits === null
    ? say.sellMembership(sayDay(startsOn), until)
    : say.sellPackage(product.credits, until)
}
