import type { Empty } from './empty.ts'

/** Messages and calendars. See `../refusals.ts`. */
export const messageRefusals = {
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
}
