import { useEffect, useState } from 'react'
import type { SimilarClient } from '../../../shared/clients.ts'
import { ask } from '../../app/api.ts'

const checkAfterMs = 250

/**
 * Who on the list may be the person being typed, a moment after the last key.
 *
 * @param exceptId somebody who is on the list already and is being changed
 */
export function useSimilar(
  { name, phone, email }: { readonly name: string; readonly phone: string; readonly email: string },
  exceptId?: string,
): readonly SimilarClient[] {
  const [similar, setSimilar] = useState<readonly SimilarClient[]>([])
  useEffect(() => {
    let isStale = false
    const timer = setTimeout(() => {
      ask('clients.similar', { name, phone, email, ...(exceptId !== undefined && { exceptId }) })
        .then((found) => {
          if (!isStale) setSimilar(found)
        })
        // Without an answer one simply registers.
        .catch(() => {})
    }, checkAfterMs)
    return () => {
      isStale = true
      clearTimeout(timer)
    }
  }, [name, phone, email, exceptId])
  return similar
}
