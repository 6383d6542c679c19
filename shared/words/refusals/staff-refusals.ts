import type { ApprovalAction } from '../../approvals.ts'
import type { Empty } from './empty.ts'

/** The studio and its staff. See `../refusals.ts`. */
export const staffRefusals = {
  approval_needed: (_: { action: ApprovalAction }) => ({
    message: 'This needs a manager’s PIN.',
    nextStep: 'Let a manager enter their PIN for it.',
  }),
  not_a_manager: (p: { name: string }) => ({
    message: `${p.name} is no manager and cannot allow this.`,
    nextStep: 'Choose a manager.',
  }),
  studio_exists: (p: { name: string }) => ({
    message: `This file already holds the studio “${p.name}”.`,
    nextStep: 'Restart FitFlow and sign in, or choose another data folder.',
  }),
  wrong_pin: (p: { triesLeft: number }) => ({
    message:
      p.triesLeft === 1
        ? 'That PIN is not right. One more try before a pause.'
        : `That PIN is not right. ${p.triesLeft} tries left before a pause.`,
    nextStep: 'Try again, or ask a manager to set a new PIN.',
  }),
  pin_locked: (p: { seconds: number }) => ({
    message: `Too many wrong PINs. Wait ${p.seconds} s before the next try.`,
    nextStep: 'Wait, or let someone else sign in meanwhile.',
  }),
  staff_not_found: (_: Empty) => ({
    message: 'This person is not on the staff list any more.',
    nextStep: 'Choose another name.',
  }),
}
