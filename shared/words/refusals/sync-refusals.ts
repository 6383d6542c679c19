import type { Empty } from './empty.ts'

/** Pushing the log to a cloud endpoint. See `../refusals.ts`. */
export const syncRefusals = {
  sync_unprotected: (_: Empty) => ({
    message: 'Without encryption anyone on the network could read what is sent.',
    nextStep: 'Use an address that begins with https://.',
  }),
  sync_pairing: (_: Empty) => ({
    message: 'This computer is being connected already.',
    nextStep: 'Wait for the endpoint’s answer.',
  }),
  sync_passphrase_needed: (_: Empty) => ({
    message: 'This computer has no key store that could keep the token safely.',
    nextStep: 'Choose a passphrase of at least 8 characters; it is asked for at each start.',
  }),
  sync_passphrase_wrong: (_: Empty) => ({
    message: 'This passphrase does not open the token.',
    nextStep: 'Try it again, or connect this computer with a new pairing code.',
  }),
  sync_connected: (_: Empty) => ({
    message: 'This computer is connected to another endpoint.',
    nextStep: 'Disconnect it first.',
  }),
  sync_off: (_: Empty) => ({
    message: 'This computer is not connected to an endpoint.',
    nextStep: 'A manager connects it under Settings, Cloud.',
  }),
  sync_waiting: (p: { waiting: number }) => ({
    message:
      p.waiting === 1
        ? 'One change is not at the endpoint yet.'
        : `${p.waiting} changes are not at the endpoint yet.`,
    nextStep: 'Sync now, or save them into a file; then disconnect.',
  }),
  sync_not_stopped: (_: Empty) => ({
    message: 'The history goes on as it is; there is nothing to decide.',
    nextStep: 'Look at the state of the connection again.',
  }),
}
