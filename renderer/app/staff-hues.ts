import type { Role } from '../../shared/roles.ts'
import { hueOfIndex, type Hue } from '../ui/hue.ts'

/**
 * A colour for everyone on the staff list: trainers in the order of their columns, so that they
 * have the same colour here as in the day, then the others.
 *
 * @example
 * staffHues(staff).get(session.id)
 */
export function staffHues(
  staff: readonly { readonly id: string; readonly role: Role }[],
): ReadonlyMap<string, Hue> {
  const trainers = staff.filter((member) => member.role === 'trainer')
  const others = staff.filter((member) => member.role !== 'trainer')
  return new Map([...trainers, ...others].map((member, index) => [member.id, hueOfIndex(index)]))
}
