import { useQueryOf } from '../../app/api.ts'
import { pinMinLength } from '../../ui/pin-field.tsx'

/** How many digits a new PIN needs on this computer; until that is known, what it needs on any. */
export function useLeastDigits(): number {
  return useQueryOf('staff.pinRule', {}).data?.leastDigits ?? pinMinLength
}
