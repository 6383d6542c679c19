import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { Secrets } from '../../main/features/secrets.ts'

/**
 * A key store for plain Node: AES-GCM with a key in a file. What it seals really is unreadable, and
 * with another key, as on another computer, it does not open.
 */
export function keyFileSecrets(file: string): Secrets {
  if (!existsSync(file)) writeFileSync(file, randomBytes(32))
  return {
    isAvailable: () => true,
    seal: (text) => {
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', readFileSync(file), iv)
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), sealed])
    },
    open: (sealed) => {
      const decipher = createDecipheriv('aes-256-gcm', readFileSync(file), sealed.subarray(0, 12))
      decipher.setAuthTag(sealed.subarray(12, 28))
      try {
        return decipher.update(sealed.subarray(28), undefined, 'utf8') + decipher.final('utf8')
      } catch {
        return null
      }
    },
  }
}
