import { codeOf } from '../../shared/thrown.ts'
import type { Tx } from '../db/unit-of-work.ts'
import type { EventRow } from './event-log.ts'

/** A handler rolled back the transaction it was in, or let go of a savepoint that was not its own. */
export class TransactionLost extends Error {
  override readonly name = 'TransactionLost'
  readonly row: EventRow

  /** @param row the event that it was handling */
  constructor(row: EventRow, cause: unknown) {
    super('The handler ended the transaction that it was called in.', { cause })
    this.row = row
  }
}

/**
 * Keeps whoever works inside a transaction from committing it: what a handler wrote would stand
 * without its checkpoint, and be done again. While it is held, `COMMIT` fails in the handler's own
 * hands, however it is spelled: a row is there that refers to none.
 *
 * @returns lets go, before the transaction is to commit.
 */
export function holdTransaction({ database }: Pick<Tx, 'database'>): () => void {
  database.exec(
    `CREATE TEMP TABLE IF NOT EXISTS transaction_hold (
       held INTEGER REFERENCES transaction_hold (let_go) DEFERRABLE INITIALLY DEFERRED,
       let_go INTEGER UNIQUE)`,
  )
  const { lastInsertRowid: id } = database
    .prepare('INSERT INTO transaction_hold (held) VALUES (1)')
    .run()
  return () => void database.prepare('DELETE FROM transaction_hold WHERE rowid = ?').run(id)
}

/** Takes back what a handler wrote. @throws TransactionLost, or the disk's own error */
export function rollBackTo(
  tx: Pick<Tx, 'database'>,
  savepoint: string,
  row: EventRow,
  error: unknown,
): void {
  // A full disk has rolled everything back already.
  if (!tx.database.inTransaction) throw isDiskFault(error) ? error : new TransactionLost(row, error)
  try {
    tx.database.exec(`ROLLBACK TO ${savepoint}; RELEASE ${savepoint}`)
  } catch (gone) {
    throw isDiskFault(gone) ? gone : new TransactionLost(row, error)
  }
}

/** Whether a transaction ended because of the disk, and not because of who worked in it. */
function isDiskFault(error: unknown): boolean {
  return /^SQLITE_(?:FULL|IOERR|NOMEM|BUSY|INTERRUPT|READONLY|CORRUPT|CANTOPEN)/.test(
    codeOf(error) ?? '',
  )
}
