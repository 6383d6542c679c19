import type { ReactNode } from 'react'

/** FitFlow's sign: three bookings of a day, one after the other. Takes the colour around it. */
export function BrandMark({ size = 26 }: { size?: number }): ReactNode {
  return (
    <svg width={size} height={size} viewBox="0 0 26 26" fill="none" aria-hidden="true">
      <rect x="3" y="4" width="13" height="5" rx="2.5" fill="currentColor" />
      <rect x="7" y="10.5" width="16" height="5" rx="2.5" fill="currentColor" opacity="0.72" />
      <rect x="3" y="17" width="9" height="5" rx="2.5" fill="currentColor" opacity="0.46" />
    </svg>
  )
}
