import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useState } from 'react'

const family = 'remembered'

/**
 * State that outlives the screen: after a look at the day, one is back where one was. It lies with
 * the answers of queries and is forgotten with them when the person signs out.
 *
 * @param name unique in the app
 * @example
 * const [tab, setTab] = useRemembered<Tab>('events/tab', 'log')
 */
export function useRemembered<T>(name: string, initial: T): [T, (value: T) => void] {
  const client = useQueryClient()
  const [value, setValue] = useState(() => client.getQueryData<T>([family, name]) ?? initial)
  const remember = useCallback(
    (next: T) => {
      setValue(() => next)
      // Nothing reads it while the screen is away, which is when it must not be collected.
      client.setQueryDefaults([family], { gcTime: Number.POSITIVE_INFINITY })
      client.setQueryData([family, name], next)
    },
    [client, name],
  )
  return [value, remember]
}
