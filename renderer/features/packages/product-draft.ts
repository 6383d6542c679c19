import { formatMoney, type Minor } from '../../../shared/money.ts'
import { readCount } from '../../../shared/read-amount.ts'
import type { Product, ProductDraft } from '../../../shared/packages.ts'
import { words } from '../../../shared/words/index.ts'
import type { TwoValues } from '../../ui/both-versions.tsx'

/** A product as the form holds it: numbers are text until it is saved. */
export interface ProductForm {
  readonly kind: Product['kind']
  readonly name: string
  readonly priceMinor: Minor | null
  readonly credits: string
  readonly validityDays: string
  readonly singlePriceMinor: Minor | null
  readonly isLimited: boolean
  readonly sessionsPerMonth: string
  readonly isScoped: boolean
  readonly serviceIds: readonly string[]
}

export type ProductProblems = Partial<Record<keyof ProductForm, string>>

/** The form of a product that is to be changed, or of a new one. */
export function formOf(kind: Product['kind'], product: Product | null): ProductForm {
  return {
    kind,
    name: product?.name ?? '',
    priceMinor: product?.priceMinor ?? null,
    credits: String(product?.credits ?? 10),
    validityDays: String(product?.validityDays ?? 365),
    singlePriceMinor: product?.singlePriceMinor ?? null,
    isLimited: (product?.sessionsPerMonth ?? null) !== null,
    sessionsPerMonth: String(product?.sessionsPerMonth ?? 4),
    isScoped: (product?.serviceIds.length ?? 0) > 0,
    serviceIds: product?.serviceIds ?? [],
  }
}

/** Reads the form, or says per field what is wrong with it. */
export function readProduct(
  form: ProductForm,
):
  | { readonly ok: true; readonly product: ProductDraft }
  | { readonly ok: false; readonly problems: ProductProblems } {
  const say = words.packages
  const name = form.name.trim()
  const isPackage = form.kind === 'package'
  const credits = readCount(form.credits, { least: 1, most: 1_000 })
  const validityDays = readCount(form.validityDays, { least: 1, most: 3_660 })
  const perMonth = readCount(form.sessionsPerMonth, { least: 1, most: 100 })
  const problems: ProductProblems = {
    ...(name === '' && { name: say.nameMissing }),
    ...(form.priceMinor === null && { priceMinor: say.priceMissing }),
    ...(isPackage && credits === null && { credits: say.creditsWrong }),
    ...(isPackage && validityDays === null && { validityDays: say.validityWrong }),
    ...(isPackage && form.singlePriceMinor === null && { singlePriceMinor: say.priceMissing }),
    ...(!isPackage && form.isLimited && perMonth === null && { sessionsPerMonth: say.limitWrong }),
    ...(form.isScoped && form.serviceIds.length === 0 && { serviceIds: say.servicesMissing }),
  }
  if (Object.keys(problems).length > 0 || form.priceMinor === null) return { ok: false, problems }
  const both = {
    name,
    priceMinor: form.priceMinor,
    serviceIds: form.isScoped ? [...form.serviceIds] : [],
  }
  if (!isPackage) {
    const sessionsPerMonth = form.isLimited ? perMonth : null
    return { ok: true, product: { kind: 'membership', ...both, sessionsPerMonth } }
  }
  if (credits === null || validityDays === null || form.singlePriceMinor === null) {
    return { ok: false, problems }
  }
  const { singlePriceMinor } = form
  return {
    ok: true,
    product: { kind: 'package', ...both, credits, validityDays, singlePriceMinor },
  }
}

/** What is typed beside what is sold now, field by field. */
export function fieldsOf(
  mine: ProductForm,
  theirs: ProductForm,
  how: { readonly servicesOf: (ids: readonly string[]) => string; readonly currency: string },
): readonly TwoValues[] {
  const say = words.packages
  const both = (label: string, read: (form: ProductForm) => string): TwoValues => ({
    label,
    mine: read(mine),
    theirs: read(theirs),
  })
  const money = (amount: Minor | null) => (amount === null ? '' : formatMoney(amount, how.currency))
  const own =
    mine.kind === 'package'
      ? [
          both(say.price, ({ priceMinor }) => money(priceMinor)),
          both(say.singlePrice, ({ singlePriceMinor }) => money(singlePriceMinor)),
          both(say.credits, ({ credits }) => credits),
          both(say.validity, ({ validityDays }) => validityDays),
        ]
      : [
          both(say.pricePerMonth, ({ priceMinor }) => money(priceMinor)),
          both(say.limit, ({ isLimited, sessionsPerMonth }) =>
            isLimited ? sessionsPerMonth : say.limits.unlimited,
          ),
        ]
  const scope = ({ isScoped, serviceIds }: ProductForm) =>
    isScoped ? how.servicesOf(serviceIds) : say.allServices
  return [both(say.name, ({ name }) => name), ...own, both(say.services, scope)]
}
