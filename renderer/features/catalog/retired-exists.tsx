import type { ReactNode } from 'react'
import type { Named } from '../../../shared/name.ts'
import type { Failure } from '../../../shared/result.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { useSaid } from './use-said.ts'

export interface RetiredExistsProps {
  /** What was answered; anything else than `retired_exists` is only said. */
  failure: Failure | null
  /** It is back on its list. */
  onBack: () => void
}

/** Why something of the catalogue was not saved; where one of its name is off the list, with its return. */
export function RetiredExists({ failure, onBack }: RetiredExistsProps): ReactNode {
  const offer = useCommand('catalog.bringBack')
  const product = useCommand('packages.restoreProduct')
  const said = useSaid()
  if (failure?.code !== 'retired_exists') return <FormError error={failure} />
  const { kind, id, name } = failure.details as { kind: Named; id: string; name: string }

  async function bringBack(): Promise<void> {
    const result =
      kind === 'product' ? await product.run({ productId: id }) : await offer.run({ kind, id })
    if (!result.ok) return
    said(words.catalog.back(name), result.value.undo)
    onBack()
  }

  return (
    <>
      <FormError error={offer.failure ?? product.failure ?? failure} />
      <div>
        <Button onPress={() => void bringBack()}>{words.catalog.bringBackNamed(name)}</Button>
      </div>
    </>
  )
}
