import type { Product } from '../../../shared/packages.ts'

/** Whether a product is what was chosen, in the form in which it is sold now. */
export function isForm(chosenId: string | null): (product: Product) => boolean {
  return ({ id, replaces }) => chosenId !== null && (id === chosenId || replaces.includes(chosenId))
}
