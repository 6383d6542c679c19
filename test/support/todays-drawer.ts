import type { StudioApp } from '../../main/studio-app.ts'
import { newId } from '../../shared/ids.ts'
import { minor } from '../../shared/money.ts'
import type { Session } from '../../shared/staff.ts'
import type { TestStudio } from './open-test-studio.ts'
import { valueOf } from './read-result.ts'

/**
 * Has the drawer open for today, so that cash can be taken: the manager opens it with nothing in it,
 * or, when one stands open from an earlier day, counts that to the cent first.
 *
 * @example
 * studio.clock.advance({ days: 1 })
 * openTodaysDrawer(studio.app)
 */
export function openTodaysDrawer(app: StudioApp): void {
  const manager = app.database
    .prepare(`SELECT id, name FROM staff WHERE role = 'manager' ORDER BY position`)
    .get() as { id: string; name: string }
  const actor: Session = { ...manager, role: 'manager', trainerId: null }
  const caller = { actor, session: { current: actor } }
  const context = { actorId: actor.id, commandId: null, correlationId: newId() }
  const { handlers } = app
  const status = valueOf(handlers['drawer.status']({}, caller))
  if (status.state === 'open' && !status.overdue) return
  app.work.run(context, (tx) => {
    let floatMinor = minor(0)
    if (status.state === 'open') {
      const { drawerId } = status
      const count = (amountMinor: number) => {
        const counted = { by: 'amount', amountMinor: minor(amountMinor) } as const
        return valueOf(handlers['drawer.count'](tx, { drawerId, count: counted }, caller))
      }
      const expected = Math.max(0, count(0).expectedMinor)
      const { countId } = count(expected)
      valueOf(handlers['drawer.close'](tx, { drawerId, countId }, caller))
      floatMinor = minor(expected)
    }
    return handlers['drawer.open'](tx, { floatMinor }, caller)
  })
}

/** Puts money in for change, as whoever is signed in: the drawer is opened with nothing in it. */
export function putChangeIn(studio: TestStudio, amountMinor: number): void {
  valueOf(studio.command('drawer.move', { kind: 'paid_in', amountMinor, reason: 'Change' }))
}

/** Counts the drawer that is open, as whoever is signed in, and closes it. */
export function closeDrawer(studio: TestStudio, countedMinor = 0): void {
  const drawer = valueOf(studio.call('drawer.status', {}))
  if (drawer.state !== 'open') throw new Error('The drawer is closed.')
  const { drawerId } = drawer
  const count = { by: 'amount', amountMinor: countedMinor } as const
  const { countId } = valueOf(studio.command('drawer.count', { drawerId, count }))
  valueOf(studio.command('drawer.close', { drawerId, countId }))
}
