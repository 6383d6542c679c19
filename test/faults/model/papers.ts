import type { QueryName } from '../../../shared/contracts.ts'
import type { DayReport } from '../../../shared/day-close.ts'
import type { DrawerReport } from '../../../shared/drawer.ts'
import type { Receipt } from '../../../shared/receipt.ts'
import type { Lookup } from './rule.ts'

/** So many of the papers that were printed before are printed again after each step. */
const printedAgain = 6

/** Asks the real studio as a window does. Throws when it refuses. */
type Ask = (name: QueryName, input: unknown) => unknown

/**
 * Every receipt, drawer report and day report of a run, as it was printed when it was made. Printed
 * again at any later time it is the same bytes, but for “copy” and the stamp of a void; somebody who is erased
 * loses their name.
 */
export class Papers {
  readonly #lookup: Lookup
  readonly #ask: Ask
  readonly #printed = new Map<string, { readonly print: () => object; readonly first: object }>()
  #turn = 0

  constructor(lookup: Lookup, ask: Ask) {
    this.#lookup = lookup
    this.#ask = ask
  }

  /** Prints what is new, and some of the others again. Answers what does not say the same. */
  check(): string[] {
    this.#printNew('SELECT receipt_number AS id FROM receipts', (receiptNumber) => {
      const receipt = this.#ask('payments.receipt', { receiptNumber }) as Receipt
      return { ...receipt, voidedLocal: null, isPrinted: false }
    })
    this.#printNew('SELECT id FROM drawer_sessions WHERE closed_at IS NOT NULL', (drawerId) => {
      return this.#ask('drawer.report', { drawerId }) as DrawerReport
    })
    this.#printNew('SELECT id FROM day_closes', (dayId) => {
      return this.#ask('day.report', { dayId }) as DayReport
    })
    const all = [...this.#printed]
    this.#turn += printedAgain
    const some = Array.from(
      { length: Math.min(printedAgain, all.length) },
      (_, index) => all[(this.#turn + index) % all.length]!,
    )
    return some.flatMap(([id, { print, first }]) => {
      const said = this.#bytesOf(id, first)
      const says = this.#bytesOf(id, print())
      return said === says ? [] : [`${id} said ${said}, and says ${says}`]
    })
  }

  #printNew(query: string, read: (id: string) => object): void {
    for (const { id } of this.#lookup.all<{ id: string }>(query)) {
      if (this.#printed.has(id)) continue
      this.#printed.set(id, { print: () => read(id), first: read(id) })
    }
  }

  /** Of a client who is erased by now the name is not looked at. */
  #bytesOf(id: string, paper: object): string {
    const isErased = 'clientName' in paper && this.#isErased(id)
    return JSON.stringify(isErased ? { ...paper, clientName: '' } : paper)
  }

  #isErased(receiptNumber: string): boolean {
    const [row] = this.#lookup.all<{ erased: 0 | 1 }>(
      `SELECT c.erased_at IS NOT NULL AS erased FROM receipts r JOIN clients c ON c.id = r.client_id
       WHERE r.receipt_number = ?`,
      receiptNumber,
    )
    return row?.erased === 1
  }
}
