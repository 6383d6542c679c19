import { safeStorage } from 'electron'
import type { Secrets } from '../features/secrets.ts'

/**
 * The operating system's key store: Keychain, DPAPI, or a key ring on Linux. On Linux Electron falls
 * back to a key that stands in its source code when there is no key ring; that is refused.
 *
 * The synchronous calls are the deprecated ones, but a command cannot wait for the others.
 */
export const systemSecrets: Secrets = {
  isAvailable: () =>
    safeStorage.isEncryptionAvailable() &&
    (process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text'),
  seal: (text) => safeStorage.encryptString(text),
  open: (sealed) => {
    try {
      return safeStorage.decryptString(sealed)
    } catch {
      return null
    }
  },
}
