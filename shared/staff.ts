import { z } from 'zod'
import { approvalActionSchema } from './approvals.ts'
import { command, query } from './contract.ts'
import { idSchema } from './ids.ts'
import type { Role } from './roles.ts'
import { topics } from './topics.ts'

/** Four to eight digits. */
export const pinSchema = z.string().regex(/^\d{4,8}$/, 'must be 4 to 8 digits')

export interface StaffMember {
  readonly id: string
  readonly name: string
  readonly role: Role
  /** The trainer this person is in the book; null for desk and managers who do not train. */
  readonly trainerId: string | null
}

/** A demo studio's PIN, meant to be shown on screen. Real studios have none of these. */
export interface StaffPin {
  readonly staffId: string
  readonly name: string
  readonly role: Role
  readonly pin: string
}

/** Who is signed in at this window. Decided and kept in main; the renderer only shows it. */
export type Session = StaffMember

/** Goes into the command it was asked for, as `approvalId`. Good for one use within two minutes. */
export interface Approval {
  readonly approvalId: string
}

export const staffContract = {
  'staff.list': query<readonly StaffMember[]>()({
    access: 'anyone',
    input: z.object({}),
    topics: () => [topics.staff],
  }),
  'staff.session': query<Session | null>()({
    access: 'anyone',
    input: z.object({}),
    topics: () => [topics.session],
  }),
  'staff.signIn': command<Session>()({
    access: 'anyone',
    input: z.object({ staffId: idSchema, pin: pinSchema }),
    remembered: false,
  }),
  /** A manager's PIN for one action of the person who is signed in, without switching user. */
  'staff.approve': command<Approval>()({
    access: ['front_desk', 'trainer', 'manager'],
    input: z.object({ staffId: idSchema, pin: pinSchema, action: approvalActionSchema }),
    remembered: false,
  }),
  'staff.signOut': command<null>()({
    access: ['front_desk', 'trainer', 'manager'],
    input: z.object({}),
    remembered: false,
  }),
}
