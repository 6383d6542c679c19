import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Secrets } from '../features/secrets.ts'
import { makeFolder } from './make-folder.ts'

const keyBytes = 32
const ivBytes = 12
const tagBytes = 16

/**
 * Seals with a key in a file that only this user can read (AES-256-GCM). Where it lies outside of what it
 * protects, a copy of that opens nothing; who can read all of this user's files has both. Where a system
 * has a key store, that is better.
 *
 * @param file is made when it is first needed
 */
export function keyFileSecrets(file: string): Secrets {
  return {
    isAvailable: () => readOrMakeKey(file) !== null,
    seal: (text) => {
      const key = readOrMakeKey(file)
      if (!key) throw new Error('The file of the key can be neither read nor made.')
      const iv = randomBytes(ivBytes)
      const cipher = createCipheriv('aes-256-gcm', key, iv)
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), sealed])
    },
    open: (sealed) => {
      try {
        const iv = sealed.subarray(0, ivBytes)
        const decipher = createDecipheriv('aes-256-gcm', readFileSync(file), iv)
        decipher.setAuthTag(sealed.subarray(ivBytes, ivBytes + tagBytes))
        const text = decipher.update(sealed.subarray(ivBytes + tagBytes), undefined, 'utf8')
        return text + decipher.final('utf8')
      } catch {
        return null
      }
    },
  }
}

/** Seals with the first that is available, and opens what either has sealed. */
export function firstOf(best: Secrets, other: Secrets): Secrets {
  return {
    isAvailable: () => best.isAvailable() || other.isAvailable(),
    seal: (text) => (best.isAvailable() ? best : other).seal(text),
    open: (sealed) => (best.isAvailable() ? best.open(sealed) : null) ?? other.open(sealed),
  }
}

function readOrMakeKey(file: string): Buffer | null {
  try {
    makeFolder(dirname(file))
    // Fails where it exists: a key is never written over.
    writeFileSync(file, randomBytes(keyBytes), { flag: 'wx', mode: 0o600 })
  } catch {
    // It is there, or cannot be.
  }
  try {
    const key = readFileSync(file)
    return key.length === keyBytes ? key : null
  } catch {
    return null
  }
}
