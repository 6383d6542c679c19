import { createContext, use } from 'react'
import type { Session } from '../../shared/staff.ts'
import type { Studio } from '../../shared/studio.ts'

/** Who is at the window, and in which studio. */
export interface SignedIn {
  readonly session: Session
  readonly studio: Studio
}

/** Filled by the app once someone has signed in. */
export const SignedInContext = createContext<SignedIn | null>(null)

/**
 * The signed-in person and the studio. What they may do is decided in main; use this only to
 * leave out what would be refused anyway.
 *
 * @example
 * const { session, studio } = useSignedIn()
 * const canPay = session.role !== 'trainer'
 */
export function useSignedIn(): SignedIn {
  const signedIn = use(SignedInContext)
  if (!signedIn) throw new Error('useSignedIn is only for screens behind sign-in')
  return signedIn
}
