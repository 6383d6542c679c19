import { useState, type ReactNode } from 'react'
import type { Product } from '../../../shared/packages.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
import { useSignedIn } from '../../app/session.tsx'
import { useOpened } from '../../app/use-opened.ts'
import { useSure } from '../../app/sure-provider.tsx'
import { BothVersions } from '../../ui/both-versions.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { MoneyField } from '../../ui/money-field.tsx'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { RetiredExists } from '../catalog/retired-exists.tsx'
import styles from './product-dialog.module.css'
import {
  fieldsOf,
  formOf,
  readProduct,
  type ProductForm,
  type ProductProblems,
} from './product-draft.ts'

export interface ProductDialogProps {
  kind: Product['kind']
  /** As it is sold now; null: a new one. */
  product: Product | null
  onClose: () => void
  onSaved: (name: string) => void
}

const limits = [
  { value: 'unlimited', label: words.packages.limits.unlimited },
  { value: 'limited', label: words.packages.limits.limited },
] as const
const scopes = [
  { value: 'all', label: words.packages.allServices },
  { value: 'some', label: words.packages.someServices },
] as const

/** Adds what can be bought ahead, or sells it in another form from now on. */
export function ProductDialog({ kind, product, onClose, onSaved }: ProductDialogProps): ReactNode {
  const { studio } = useSignedIn()
  const services = useQueryOf('catalog.list', {}).data?.services ?? []
  const sure = useSure()
  const add = useCommand('packages.addProduct')
  const change = useCommand('packages.changeProduct')
  const [form, setForm] = useState(() => formOf(kind, product))
  const [problems, setProblems] = useState<ProductProblems>({})
  const say = words.packages
  const isPackage = kind === 'package'
  const saving = product ? change : add
  const isAnother = saving.failure?.code === 'retired_exists'
  const { opened, catchUp } = useOpened(product)

  function set(changes: Partial<ProductForm>): void {
    setForm({ ...form, ...changes })
    setProblems({})
    add.clear()
    change.clear()
  }

  async function submit(): Promise<void> {
    const read = readProduct(form)
    setProblems(read.ok ? {} : read.problems)
    if (!read.ok) return
    const wish = { product: read.product, allowRetired: isAnother }
    const result = await sure((sureOfMinor) =>
      opened
        ? change.run({
            productId: opened.id,
            ...wish,
            sureOfMinor,
            expectedVersion: opened.version,
          })
        : add.run({ ...wish, sureOfMinor }),
    )
    if (result.ok) onSaved(read.product.name)
  }

  const title = product
    ? isPackage
      ? say.changePackage
      : say.changeMembership
    : isPackage
      ? say.addPackage
      : say.addMembership
  return (
    <FormDialog
      onClose={onClose}
      title={title}
      {...(product && { subtitle: say.changeMeans })}
      cancel={words.booking.keepAsIs}
      action={isAnother ? words.staff.saveAnyway : say.save}
      isPending={add.isPending || change.isPending}
      onSubmit={submit}
    >
      <TextField
        autoFocus
        label={say.name}
        value={form.name}
        onChange={(name) => set({ name })}
        error={problems.name}
        maxLength={80}
      />
      <div className={styles.pair}>
        <MoneyField
          label={isPackage ? say.price : say.pricePerMonth}
          currency={studio.currency}
          value={form.priceMinor}
          onChange={(priceMinor) => set({ priceMinor })}
          error={problems.priceMinor}
        />
        {isPackage && (
          <MoneyField
            label={say.singlePrice}
            description={say.singlePriceHelp}
            currency={studio.currency}
            value={form.singlePriceMinor}
            onChange={(singlePriceMinor) => set({ singlePriceMinor })}
            error={problems.singlePriceMinor}
          />
        )}
      </div>
      {isPackage ? (
        <div className={styles.pair}>
          <TextField
            label={say.credits}
            inputMode="numeric"
            maxLength={4}
            value={form.credits}
            onChange={(credits) => set({ credits })}
            error={problems.credits}
          />
          <TextField
            label={say.validity}
            description={say.validityHelp}
            suffix={say.validityUnit}
            inputMode="numeric"
            maxLength={4}
            value={form.validityDays}
            onChange={(validityDays) => set({ validityDays })}
            error={problems.validityDays}
          />
        </div>
      ) : (
        <div className={styles.pair}>
          <SegmentedControl
            label={say.limit}
            segments={limits}
            value={form.isLimited ? 'limited' : 'unlimited'}
            onChange={(limit) => set({ isLimited: limit === 'limited' })}
          />
          {form.isLimited && (
            <TextField
              label={say.credits}
              inputMode="numeric"
              maxLength={3}
              value={form.sessionsPerMonth}
              onChange={(sessionsPerMonth) => set({ sessionsPerMonth })}
              error={problems.sessionsPerMonth}
            />
          )}
        </div>
      )}
      <SegmentedControl
        label={say.services}
        segments={scopes}
        value={form.isScoped ? 'some' : 'all'}
        onChange={(scope) => set({ isScoped: scope === 'some' })}
        error={problems.serviceIds}
      />
      {form.isScoped && (
        <div role="group" aria-label={say.someServices} className={styles.services}>
          {services.map(({ id, name }) => (
            <Checkbox
              key={id}
              isSelected={form.serviceIds.includes(id)}
              onChange={(isSelected) =>
                set({
                  serviceIds: isSelected
                    ? [...form.serviceIds, id]
                    : form.serviceIds.filter((other) => other !== id),
                })
              }
            >
              {name}
            </Checkbox>
          ))}
        </div>
      )}
      <RetiredExists failure={saving.failure} onBack={onClose} />
      {product && (
        <BothVersions
          failure={change.failure}
          fields={fieldsOf(form, formOf(kind, product), {
            servicesOf: (ids) => namesOf(services, ids),
            currency: studio.currency,
          })}
          onKeepMine={() => {
            change.clear()
            catchUp()
          }}
          onTakeTheirs={() => {
            set(formOf(kind, product))
            catchUp()
          }}
        />
      )}
    </FormDialog>
  )
}

function namesOf(
  services: readonly { readonly id: string; readonly name: string }[],
  ids: readonly string[],
): string {
  return services.flatMap(({ id, name }) => (ids.includes(id) ? [name] : [])).join(', ')
}
