import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { newId } from '../../../shared/ids.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import type { Row } from '../../db/tables.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { Secrets } from '../secrets.ts'

/** A pepper that can be used now. */
interface Pepper {
  readonly id: string
  readonly key: Buffer
  /** Every PIN that was there when it was made, or first used so, has a seal: one without is not ours. */
  readonly sealsAll: boolean
}

/** Before the key, inside of what is sealed, where only FitFlow can write it. */
const sealsAllMark = 'seals-all:'

/**
 * The peppers of this file's PINs. They lie in the file sealed by a key that is not in it, so a copy of
 * the file alone is not enough to guess PINs. With the newest one each PIN is sealed to its person.
 */
export class Peppers {
  readonly #secrets: Secrets
  readonly #opened = new Map<string, Pepper>()

  constructor(secrets: Secrets) {
    this.#secrets = secrets
  }

  /**
   * What a PIN is hashed with now: the newest pepper, or a new one when there is none that this
   * computer can open. Null where there is nowhere to keep a key.
   */
  current(tx: Tx): Pepper | null {
    const newest = this.#newest(tx.database)
    if (newest) return newest
    if (!this.#secrets.isAvailable()) return null
    const pepper = { id: newId(), key: randomBytes(32), sealsAll: true }
    const sealed = this.#seal(pepper)
    tx.database.insert('pin_peppers', { id: pepper.id, sealed, created_at: tx.now })
    this.#sealTheRest(tx, pepper)
    return pepper
  }

  /** The pepper a PIN was hashed with; null when this computer cannot open it. */
  find(database: StudioDatabase, id: string): Buffer | null {
    const row = database.prepare('SELECT * FROM pin_peppers WHERE id = ?').get(id)
    return this.#open(row as Row<'pin_peppers'>)?.key ?? null
  }

  /** Seals what an older FitFlow left unsealed, once per file. */
  adopt(tx: Tx): void {
    if (!tx.database.prepare('SELECT 1 FROM staff').get()) return
    const pepper = this.current(tx)
    if (!pepper || pepper.sealsAll) return
    this.#sealTheRest(tx, pepper)
    const all = { ...pepper, sealsAll: true }
    tx.database
      .prepare('UPDATE pin_peppers SET sealed = ? WHERE id = ?')
      .run(this.#seal(all), pepper.id)
    tx.afterCommit(() => this.#opened.delete(pepper.id))
  }

  /** Binds the PIN that stands in a person's row to this person; without a key it is bound to nobody. */
  seal(tx: Tx, staffId: string): void {
    const { database } = tx
    database.prepare('DELETE FROM pin_seals WHERE staff_id = ?').run(staffId)
    const pepper = this.current(tx)
    const member = database.prepare('SELECT * FROM staff WHERE id = ?').get(staffId)
    if (pepper) this.#writeSeal(tx, pepper, member as Row<'staff'>)
  }

  /** Whether the PIN in a row was put there by FitFlow, for this person. */
  judge(database: StudioDatabase, member: Row<'staff'>): 'own' | 'changed' | 'key_lost' {
    const seal = database.prepare('SELECT * FROM pin_seals WHERE staff_id = ?').get(member.id) as
      | Row<'pin_seals'>
      | undefined
    if (!seal) return this.#newest(database)?.sealsAll ? 'changed' : 'own'
    const key = this.find(database, seal.pepper_id)
    if (!key) return 'key_lost'
    const mac = macOf(key, member)
    const isOwn = mac.length === seal.mac.length && timingSafeEqual(mac, seal.mac)
    return isOwn ? 'own' : 'changed'
  }

  #newest(database: StudioDatabase): Pepper | null {
    const newest = database.prepare('SELECT * FROM pin_peppers ORDER BY id DESC LIMIT 1').get()
    return newest === undefined ? null : this.#open(newest as Row<'pin_peppers'>)
  }

  #sealTheRest(tx: Tx, pepper: Pepper): void {
    const unsealed = tx.database
      .prepare('SELECT * FROM staff WHERE id NOT IN (SELECT staff_id FROM pin_seals)')
      .all() as Row<'staff'>[]
    for (const member of unsealed) this.#writeSeal(tx, pepper, member)
  }

  #writeSeal(tx: Tx, { id, key }: Pepper, member: Row<'staff'>): void {
    const seal = { staff_id: member.id, pepper_id: id, mac: macOf(key, member) }
    tx.database.insert('pin_seals', seal)
  }

  #seal({ key, sealsAll }: Pepper): Buffer {
    return this.#secrets.seal(`${sealsAll ? sealsAllMark : ''}${key.toString('base64')}`)
  }

  #open({ id, sealed }: Row<'pin_peppers'>): Pepper | null {
    const known = this.#opened.get(id)
    if (known) return known
    const text = this.#secrets.open(sealed)
    if (text === null) return null
    const sealsAll = text.startsWith(sealsAllMark)
    const key = Buffer.from(sealsAll ? text.slice(sealsAllMark.length) : text, 'base64')
    const pepper = { id, key, sealsAll }
    this.#opened.set(id, pepper)
    return pepper
  }
}

function macOf(key: Buffer, member: Row<'staff'>): Buffer {
  const { id, pin_salt: salt, pin_hash: hash, pin_cost: cost, pepper_id: pepper } = member
  const said = ['pin', id, salt.toString('hex'), hash.toString('hex'), cost, pepper]
  return createHmac('sha256', key).update(JSON.stringify(said)).digest()
}
