import type { OutputOf } from '../../shared/contract.ts'
import type { CommandName, Contracts } from '../../shared/contracts.ts'
import { words } from '../../shared/words/index.ts'

/** What Ctrl+Z says in the place of taking something back. */
export interface Instead {
  readonly title: string
  readonly body: string
}

/** Commands whose answer never has a way back in it. */
type NamesNoUndo = {
  [N in CommandName]: OutputOf<Contracts[N]> extends { readonly undo: infer U }
    ? [U] extends [null]
      ? N
      : never
    : N
}[CommandName]

/**
 * What changes nothing that anybody would want back, and why Ctrl+Z passes it over in silence. A new
 * command that never names a way back does not compile before it stands here or has words of its own.
 */
const leavesNothing = {
  'clients.update': 'the form keeps what was before, and offers it itself',
  'groups.takeBackCheckIns': 'is only ever an undo itself',
  'clients.export': 'writes a file beside the studio’s',
  'earnings.export': 'writes a file beside the studio’s',
  'sync.export': 'writes a file beside the studio’s',
  'calendar.show': 'shows a file',
  'backups.make': 'writes a file beside the studio’s',
  'backups.cancel': 'stops what only writes a file',
  'backups.show': 'shows a file',
  'payments.printReceipt': 'paper',
  'payments.confirmClock': 'an answer to a question; what was asked about comes after it',
  'staff.approve': 'an answer to a question; what was asked about comes after it',
  'staff.signIn': 'begins with nothing done',
  'staff.recover': 'begins with nothing done',
  'staff.signOut': 'ends with nothing left to undo',
  'studio.setUp': 'before anybody has signed in',
  'studio.createDemo': 'before anybody has signed in',
  'studio.answerPlace': 'before anybody has signed in',
  'studio.countryTold': 'a note was read',
  'events.verify': 'only reads',
  'events.cancelJob': 'stops what can be begun again',
  'sync.now': 'sends what would have been sent anyway',
  'sync.unlock': 'opens a token until FitFlow is closed',
} satisfies Partial<Record<CommandName, string>> &
  Record<Exclude<NamesNoUndo, keyof typeof words.undo.instead>, string>

/**
 * What Ctrl+Z says after a command whose answer named no way back, in the place of undoing something
 * older that nobody meant; null where there was nothing to take back.
 */
export function insteadOf(name: CommandName): Instead | null {
  if (name in leavesNothing) return null
  const { instead, insteadOfAny } = words.undo
  return name in instead ? instead[name as keyof typeof instead] : insteadOfAny
}
