import type { ApprovalAction, ApprovalFacts } from '../../approvals.ts'
import type { ObviousPin } from '../../obvious-pin.ts'
import type { Empty } from './empty.ts'

/** The studio and its staff. See `../refusals.ts`. */
export const staffRefusals = {
  approval_needed: (_: { action: ApprovalAction; subject: string; about: ApprovalFacts }) => ({
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
  staff_name_alike: (p: { name: string }) => ({
    message: `This name looks exactly like ${p.name}, but is written with letters of another alphabet.`,
    nextStep: 'Type it again, or save it anyway if two people really share it.',
  }),
  staff_name_taken: (p: { name: string }) => ({
    message: `There is a ${p.name} on the staff list already.`,
    nextStep: 'Add a surname or an initial, so that nobody signs in as the other.',
  }),
  trainer_needed: (_: Empty) => ({
    message: 'A trainer needs a column in the book.',
    nextStep: 'Choose whose column it is.',
  }),
  trainer_taken: (p: { name: string }) => ({
    message: `This column is ${p.name}’s.`,
    nextStep: 'Choose another column, or take it from them first.',
  }),
  last_manager: (p: { name: string }) => ({
    message: `${p.name} is the only manager.`,
    nextStep: 'Make somebody else a manager first.',
  }),
  not_yourself: (_: Empty) => ({
    message: 'You cannot take yourself off the staff list.',
    nextStep: 'Let another manager do it.',
  }),
  pin_too_obvious: (p: { obvious: ObviousPin }) => ({
    message: `This PIN is easy to guess: ${obviousBecause[p.obvious]}.`,
    nextStep: 'Choose other digits.',
  }),
  pin_too_short: (p: { leastDigits: number }) => ({
    message: `A new PIN has at least ${p.leastDigits} digits here.`,
    nextStep: 'Choose a longer one.',
  }),
  longer_pin_asked: (p: { name: string; leastDigits: number }) => ({
    message: `${p.name}’s PIN has fewer than ${p.leastDigits} digits, which are too few on a computer without a key ring.`,
    nextStep: 'Choose a longer one now, or do it at the next sign-in.',
  }),
  pin_key_lost: (p: { name: string }) => ({
    message: `${p.name}’s PIN cannot be checked here: its key is kept by another computer or user.`,
    nextStep:
      'Go back to that computer, or come in with the recovery code (“Locked out?”). Without one, start FitFlow with --reset-manager-pin.',
  }),
  wrong_recovery_code: (_: Empty) => ({
    message: 'This is not the recovery code of this studio.',
    nextStep:
      'Compare it with the paper, sign by sign. Only the newest one is good, and only once.',
  }),
  recovery_code_missing: (_: Empty) => ({
    message: 'This studio has no recovery code.',
    nextStep:
      'Start FitFlow at this computer with --reset-manager-pin, which gives the first manager a new PIN.',
  }),
  recovery_code_needed: (_: Empty) => ({
    message: 'This studio has a recovery code.',
    nextStep: 'Choose “Locked out?” below the names, and enter it there.',
  }),
  pin_not_ours: (p: { name: string }) => ({
    message: `${p.name}’s PIN was put there by another program, or where FitFlow could keep no key.`,
    nextStep:
      'Let a manager give them a new one, or come in with the recovery code (“Locked out?”). Without one, start FitFlow with --reset-manager-pin.',
  }),
  policy_in_the_past: (_: Empty) => ({
    message: 'A policy cannot hold from a day that is over.',
    nextStep: 'Choose today or a later day.',
  }),
  policy_unchanged: (_: Empty) => ({
    message: 'Nothing in it differs from what holds on that day already.',
    nextStep: 'Change something, or leave it as it is.',
  }),
}

const obviousBecause: Readonly<Record<ObviousPin, string>> = {
  repeats: 'it repeats itself',
  run: 'its digits follow each other',
  name: 'it spells the name',
  common: 'many people choose it',
}
