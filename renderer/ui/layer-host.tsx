import { createContext, use, useEffect, useState, type ReactNode } from 'react'

/** Shows something over the host; null takes it away. */
type ShowLayer = (layer: ReactNode) => void

/** The places where something can be laid over, the topmost last. */
export const LayersContext = createContext<Set<ShowLayer>>(new Set())

/**
 * A place inside a dialog, or under all of them, where another dialog can be opened from elsewhere.
 * A dialog that is not opened inside the one below it would have its focus pulled away by that one.
 */
export function LayerHost(): ReactNode {
  const hosts = use(LayersContext)
  const [layer, setLayer] = useState<ReactNode>(null)
  useEffect(() => {
    hosts.add(setLayer)
    return () => {
      hosts.delete(setLayer)
    }
  }, [hosts])
  return layer
}
