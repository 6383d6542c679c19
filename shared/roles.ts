import { z } from 'zod'

/** What a person on the staff list may do is decided by their role, in main. */
export const roleSchema = z.enum(['front_desk', 'trainer', 'manager'])
export type Role = z.infer<typeof roleSchema>
