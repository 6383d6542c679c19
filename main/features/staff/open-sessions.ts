import type { Session } from '../../../shared/staff.ts'
import type { SessionHolder } from '../handlers.ts'

/** Every window at which somebody is signed in, so that a right taken away is gone at once. */
export class OpenSessions {
  readonly #holders = new Set<SessionHolder>()

  /** Somebody is signed in at this window from now on. */
  begin(holder: SessionHolder, session: Session): void {
    holder.current = session
    this.#holders.add(holder)
  }

  /** Nobody is signed in at this window any more. */
  end(holder: SessionHolder): void {
    holder.current = null
    this.#holders.delete(holder)
  }

  /** The windows at which this person is signed in; everybody's without an id. */
  of(staffId?: string): { readonly holder: SessionHolder; readonly session: Session }[] {
    return [...this.#holders].flatMap((holder) => {
      const session = holder.current
      return session && (staffId === undefined || session.id === staffId)
        ? [{ holder, session }]
        : []
    })
  }
}
