import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { z } from 'zod'
import { syncTokensSchema, type StoredTokens } from '../../shared/sync.ts'
import { isHeld, isRemoved, untilFree } from '../db/held-files.ts'
import type { Secrets } from '../features/secrets.ts'

const storedSchema = z.discriminatedUnion('sealedBy', [
  z.object({ sealedBy: z.literal('key_store'), sealed: z.base64() }),
  z.object({
    sealedBy: z.literal('passphrase'),
    salt: z.base64(),
    nonce: z.base64(),
    tag: z.base64(),
    sealed: z.base64(),
  }),
])
type Stored = z.infer<typeof storedSchema>

/** What another program held is tried again so often. */
const heldAgainMs = 5_000

/** RFC 7914, as OWASP recommends it for passwords: less than a tenth of a second. */
const cost = { N: 2 ** 15, r: 8, p: 1, maxmem: 128 * 1024 * 1024 }

/**
 * The device's tokens, in a file of their own beside the studio's: a backup or a copy of the studio
 * does not carry them along. Sealed by the operating system's key store or, where there is none, by
 * a passphrase that is asked for at each start and kept nowhere.
 *
 * While another program holds the file, tokens that are known are used from memory, and it is tried again
 * until they are written, read or gone.
 */
export class TokenStore {
  readonly #file: string
  readonly #secrets: Secrets
  #tokens: StoredTokens | null = null
  /** Another program held the file whenever it was tried. */
  #isUnread = false
  /** What another program kept from being done, and when it is tried again. */
  #again: NodeJS.Timeout | null = null
  /** The key that a passphrase made, for sealing the next tokens. */
  #key: { readonly key: Buffer; readonly salt: Buffer } | null = null

  constructor(file: string, secrets: Secrets) {
    this.#file = file
    this.#secrets = secrets
    this.#load(this.#read())
  }

  /** The tokens; null while they cannot be read. */
  get tokens(): StoredTokens | null {
    if (this.#isUnread) this.#load(this.#read(0))
    return this.#tokens
  }

  /**
   * `locked`: the passphrase is missing. `held`: another program holds them. `lost`: there are none, or
   * nothing here can open them.
   */
  get state(): 'ready' | 'locked' | 'held' | 'lost' {
    if (this.tokens) return 'ready'
    const stored = this.#read(0)
    if (stored === 'held') return 'held'
    return stored?.sealedBy === 'passphrase' ? 'locked' : 'lost'
  }

  /** Opens tokens that a passphrase sealed. Tells whether it was the right one. */
  unlock(passphrase: string): boolean {
    const stored = this.#read()
    if (stored === 'held' || stored?.sealedBy !== 'passphrase') return false
    const salt = Buffer.from(stored.salt, 'base64')
    const key = scryptSync(passphrase, salt, 32, cost)
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(stored.nonce, 'base64'))
    decipher.setAuthTag(Buffer.from(stored.tag, 'base64'))
    try {
      const sealed = Buffer.from(stored.sealed, 'base64')
      const text = Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8')
      this.#tokens = parse(text)
    } catch {
      return false
    }
    this.#key = { key, salt }
    return this.#tokens !== null
  }

  /** Throws what keeps tokens from being written here, before an endpoint gives any. */
  tryToKeep(): void {
    const trial = `${this.#file}.partial`
    untilFree(() => closeSync(openSync(trial, 'w', 0o600)))
    isRemoved(trial)
  }

  /**
   * Keeps new tokens, on the disk before they are used where nobody holds the file: the endpoint forgets
   * the old ones.
   *
   * @param passphrase seals them; left out, they are sealed as those before.
   */
  save(tokens: StoredTokens, passphrase?: string): void {
    if (passphrase !== undefined) {
      const salt = randomBytes(16)
      this.#key = { key: scryptSync(passphrase, salt, 32, cost), salt }
    }
    this.#tokens = tokens
    this.#isUnread = false
    const stored = this.#seal(JSON.stringify(tokens))
    this.#tryUntilDone(() => this.#write(stored))
  }

  /** Deletes them. */
  forget(): void {
    this.#tokens = null
    this.#isUnread = false
    this.#key = null
    this.#tryUntilDone(() => untilFree(() => rmSync(this.#file, { force: true })))
  }

  #tryUntilDone(act: () => void): void {
    if (this.#again) clearTimeout(this.#again)
    this.#again = null
    try {
      act()
    } catch (error) {
      if (!isHeld(error)) throw error
      this.#again = setTimeout(() => this.#tryUntilDone(act), heldAgainMs).unref()
    }
  }

  #load(stored: Stored | 'held' | null): void {
    this.#isUnread = stored === 'held'
    if (stored === 'held' || stored?.sealedBy !== 'key_store') return
    if (!this.#secrets.isAvailable()) return
    const text = this.#secrets.open(Buffer.from(stored.sealed, 'base64'))
    this.#tokens = text === null ? null : parse(text)
  }

  #seal(text: string): Stored {
    if (!this.#key) {
      return { sealedBy: 'key_store', sealed: this.#secrets.seal(text).toString('base64') }
    }
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', this.#key.key, nonce)
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
    return {
      sealedBy: 'passphrase',
      salt: this.#key.salt.toString('base64'),
      nonce: nonce.toString('base64'),
      tag: cipher.getAuthTag().toString('base64'),
      sealed: sealed.toString('base64'),
    }
  }

  #read(forMs?: number): Stored | 'held' | null {
    try {
      const text = untilFree(() => readFileSync(this.#file, 'utf8'), forMs)
      return storedSchema.parse(JSON.parse(text))
    } catch (error) {
      // Not there, or not what was written: either way there are no tokens.
      return isHeld(error) ? 'held' : null
    }
  }

  #write(stored: Stored): void {
    const partial = `${this.#file}.partial`
    const handle = untilFree(() => openSync(partial, 'w', 0o600))
    try {
      writeSync(handle, JSON.stringify(stored))
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    untilFree(() => renameSync(partial, this.#file))
  }
}

function parse(text: string): StoredTokens | null {
  return syncTokensSchema.safeParse(JSON.parse(text)).data ?? null
}
