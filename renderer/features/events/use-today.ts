import { localDateOf, type LocalDate } from '../../../shared/time.ts'
import { useSignedIn } from '../../app/session.tsx'
import { useNow } from '../appointments/use-now.ts'

/** The studio's calendar day; it changes at the studio's midnight. */
export function useToday(): LocalDate {
  const { timeZone } = useSignedIn().studio
  return localDateOf(useNow(), timeZone)
}
