/**
 * Where passwords for other computers are kept: sealed by a key that only this computer's user can
 * get at. Given to the features from outside, so that they run without Electron.
 */
export interface Secrets {
  /** False when there is nowhere safe to keep a key; then nothing can be sealed. */
  readonly isAvailable: () => boolean
  /** Makes `text` unreadable for everybody else. Only when available. */
  readonly seal: (text: string) => Buffer
  /** The text again; null when it was sealed on another computer or by another user. */
  readonly open: (sealed: Buffer) => string | null
}

/** For a FitFlow that has no key store at hand, such as the command line. */
export const noSecrets: Secrets = {
  isAvailable: () => false,
  seal: () => {
    throw new Error('There is no key store.')
  },
  open: () => null,
}
