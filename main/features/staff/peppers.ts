import { randomBytes } from 'node:crypto'
import { newId } from '../../../shared/ids.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import type { Row } from '../../db/tables.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { Secrets } from '../secrets.ts'

/** A pepper that can be used now. */
interface Pepper {
  readonly id: string
  readonly key: Buffer
}

/**
 * The peppers of this file's PINs. They lie in the file sealed by the operating system's key store,
 * so a copy of the file alone is not enough to guess PINs.
 */
export class Peppers {
  readonly #secrets: Secrets
  readonly #opened = new Map<string, Buffer>()

  constructor(secrets: Secrets) {
    this.#secrets = secrets
  }

  /**
   * What a PIN is hashed with now: the newest pepper, or a new one when there is none that this
   * computer can open. Null where there is no key store.
   */
  current(tx: Tx): Pepper | null {
    const newest = tx.database
      .prepare('SELECT * FROM pin_peppers ORDER BY id DESC LIMIT 1')
      .get() as Row<'pin_peppers'> | undefined
    const key = newest && this.#open(newest)
    if (newest && key) return { id: newest.id, key }
    if (!this.#secrets.isAvailable()) return null
    const pepper = { id: newId(), key: randomBytes(32) }
    const sealed = this.#secrets.seal(pepper.key.toString('base64'))
    tx.database.insert('pin_peppers', { id: pepper.id, sealed, created_at: tx.now })
    return pepper
  }

  /** The pepper a PIN was hashed with; null when this computer cannot open it. */
  find(database: StudioDatabase, id: string): Buffer | null {
    const row = database.prepare('SELECT * FROM pin_peppers WHERE id = ?').get(id)
    return this.#open(row as Row<'pin_peppers'>)
  }

  #open({ id, sealed }: Row<'pin_peppers'>): Buffer | null {
    const known = this.#opened.get(id)
    if (known) return known
    const text = this.#secrets.open(sealed)
    if (text === null) return null
    const key = Buffer.from(text, 'base64')
    this.#opened.set(id, key)
    return key
  }
}
