/**
 * Every "no" the application can say: a stable code, a sentence, and what to do next.
 * Main makes the sentence, so the log, the window and the command line say the same words.
 */
const entries = {
  // Bad input and access
  invalid_input: (p: { field: string; problem: string }) => ({
    message: p.field
      ? `“${p.field}” is not right: ${p.problem}.`
      : `That input is not right: ${p.problem}.`,
    nextStep: 'Correct it and try again.',
  }),
  payload_too_large: (p: { limitBytes: number }) => ({
    message: `That is more than FitFlow accepts at once (${Math.round(p.limitBytes / 1024)} KB).`,
    nextStep: 'Shorten the text and try again.',
  }),
  unknown_channel: (_: Empty) => ({
    message: 'FitFlow does not know this request.',
    nextStep: 'Restart FitFlow. If it happens again, report it.',
  }),
  untrusted_sender: (_: Empty) => ({
    message: 'This request did not come from FitFlow’s own window.',
    nextStep: 'Restart FitFlow.',
  }),
  not_signed_in: (_: Empty) => ({
    message: 'Nobody is signed in.',
    nextStep: 'Choose your name and enter your PIN.',
  }),
  not_allowed: (p: { role: string }) => ({
    message: `The role “${p.role}” may not do this.`,
    nextStep: 'Ask a manager.',
  }),
  command_id_reused: (_: Empty) => ({
    message: 'This request was already carried out with other values.',
    nextStep: 'Close the form, open it again and repeat.',
  }),
  unexpected: (_: Empty) => ({
    message: 'Something went wrong. Nothing was saved.',
    nextStep: 'Try again. If it happens again, report the incident number.',
  }),
  storage_unavailable: (p: { reason: string }) => ({
    message: `The studio’s file could not be written: ${p.reason}. Nothing was saved.`,
    nextStep: 'Check that the disk has free space and is connected, then try again.',
  }),

  // Studio and staff
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

  // Booking
  trainer_busy: (p: { trainer: string; from: string; until: string }) => ({
    message: `${p.trainer} is busy until ${p.until} (booked from ${p.from}).`,
    nextStep: `Choose ${p.until} or later, or another trainer.`,
  }),
  client_busy: (p: { client: string; trainer: string; from: string; until: string }) => ({
    message: `${p.client} already has a session with ${p.trainer} from ${p.from} to ${p.until}.`,
    nextStep: 'Choose another time, or confirm that both are wanted.',
  }),
  outside_hours: (p: { trainer: string; hours: readonly { from: string; until: string }[] }) => ({
    message: `${p.trainer} is not working then (${p.hours.map(({ from, until }) => `${from} – ${until}`).join(', ') || 'day off'}).`,
    nextStep: 'Choose a time inside working hours, or ask a manager to allow it.',
  }),
  time_does_not_exist: (p: { time: string; timeZone: string; next: string }) => ({
    message: `${p.time} does not exist on that day: the clocks go forward in ${p.timeZone}.`,
    nextStep: `Choose ${p.next} or later.`,
  }),
  end_before_start: (p: { start: string; end: string }) => ({
    message: `The end (${p.end}) is not after the start (${p.start}).`,
    nextStep: 'Choose a later end.',
  }),
  too_long: (p: { maximumHours: number }) => ({
    message: `A session lasts at most ${p.maximumHours} hours.`,
    nextStep: 'Choose an earlier end.',
  }),
  appointment_not_found: (_: Empty) => ({
    message: 'This appointment does not exist.',
    nextStep: 'Go back to the day and choose again.',
  }),
  appointment_cancelled: (_: Empty) => ({
    message: 'This appointment is already cancelled.',
    nextStep: 'Book a new one, or take the cancellation back.',
  }),
  appointment_not_cancelled: (_: Empty) => ({
    message: 'This appointment is not cancelled, so there is nothing to take back.',
    nextStep: 'Go back to the day.',
  }),
  already_there: (_: Empty) => ({
    message: 'The appointment is already at that time with that trainer.',
    nextStep: 'Choose another time or trainer.',
  }),
  trainer_not_found: (_: Empty) => ({
    message: 'This trainer does not work here any more.',
    nextStep: 'Choose another trainer.',
  }),
  service_not_found: (_: Empty) => ({
    message: 'This service is not offered any more.',
    nextStep: 'Choose another service.',
  }),
  client_not_found: (_: Empty) => ({
    message: 'This client does not exist any more.',
    nextStep: 'Search again, or register a new client.',
  }),

  // The event log
  dead_letter_not_found: (_: Empty) => ({
    message: 'This failed event was already tried again or given up.',
    nextStep: 'Look at the list again.',
  }),
  job_running: (p: { job: string }) => ({
    message: `FitFlow is busy: ${p.job}.`,
    nextStep: 'Wait until it is done, or cancel it.',
  }),
  event_not_found: (_: Empty) => ({
    message: 'This event is not in the log.',
    nextStep: 'It may have been moved into an archive. Go back to the list.',
  }),
  subscription_not_found: (_: Empty) => ({
    message: 'This subscription does not exist any more.',
    nextStep: 'Look at the list again.',
  }),

  // Messages
  no_key_store: (_: Empty) => ({
    message: 'This computer has no key store, so a password cannot be kept safely on it.',
    nextStep:
      'Unlock or install a key ring (GNOME Keyring or KWallet) and restart FitFlow, or leave the password empty and use a mail server that asks for none.',
  }),
  password_unprotected: (_: Empty) => ({
    message: 'Without encryption anyone on the network could read the password.',
    nextStep: 'Choose STARTTLS or TLS, or leave user and password empty.',
  }),
  messages_not_set_up: (_: Empty) => ({
    message: 'FitFlow does not know yet how to send e-mail.',
    nextStep: 'Fill in the mail server and save it first.',
  }),
  test_running: (_: Empty) => ({
    message: 'A test message is on its way already.',
    nextStep: 'Wait for the server’s answer.',
  }),
  message_not_failed: (_: Empty) => ({
    message: 'This message has not failed, so there is nothing to try again.',
    nextStep: 'Look at the list again.',
  }),
  calendar_file_missing: (p: { trainer: string }) => ({
    message: `There is no calendar file of ${p.trainer} yet.`,
    nextStep: 'It is written with the first session.',
  }),

  // Money
  already_paid: (p: { receiptNumber: string }) => ({
    message: `This appointment is already paid (receipt ${p.receiptNumber}).`,
    nextStep: 'Open the receipt to print it again.',
  }),
  nothing_to_pay: (_: Empty) => ({
    message: 'This appointment costs nothing, so there is nothing to pay.',
    nextStep: 'Close the payment.',
  }),
  amount_changed: (p: { shown: string; now: string }) => ({
    message: `The price is ${p.now}, not ${p.shown}: it changed while the payment was open.`,
    nextStep: 'Check the new amount with the client and confirm again.',
  }),
  too_little_cash: (p: { due: string; tendered: string }) => ({
    message: `${p.tendered} is less than the ${p.due} due.`,
    nextStep: 'Enter the cash the client handed over.',
  }),
  payment_not_found: (_: Empty) => ({
    message: 'This payment does not exist.',
    nextStep: 'Go back to the appointment and choose again.',
  }),
  refund_exceeds_payment: (p: { refundable: string }) => ({
    message: `Only ${p.refundable} of this payment can still be refunded.`,
    nextStep: `Enter ${p.refundable} or less.`,
  }),
} satisfies Record<string, (params: never) => { message: string; nextStep: string }>

type Empty = Record<string, never>

export const refusals = entries

/** A stable code that tests, handlers and support may rely on. */
export type RefusalCode = keyof typeof entries

/** What the sentence of a code needs to be said. */
export type RefusalParams<C extends RefusalCode> = Parameters<(typeof entries)[C]>[0]
