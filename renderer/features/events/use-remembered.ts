import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'

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
  const { data = initial } = useQuery({
    queryKey: ['remembered', name],
    queryFn: () => initial,
    enabled: false,
    gcTime: Number.POSITIVE_INFINITY,
  })
  const remember = useCallback(
    (value: T) => void client.setQueryData(['remembered', name], value),
    [client, name],
  )
  return [data, remember]
}
