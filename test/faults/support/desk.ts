import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { InputOf, OutputOf } from '../../../shared/contract.ts'
import type { CommandName, Contracts, QueryName } from '../../../shared/contracts.ts'
import { newId } from '../../../shared/ids.ts'
import type { Result } from '../../../shared/result.ts'
import { readMigrations, type Migration } from '../../../main/db/migrate.ts'
import type { Clock } from '../../../main/db/unit-of-work.ts'
import type { SessionHolder } from '../../../main/features/handlers.ts'
import { createRouter } from '../../../main/ipc/router.ts'
import { openStudioApp, type StudioApp } from '../../../main/studio-app.ts'
import { asSeen, type Seen } from '../../support/as-seen.ts'
import { valueOf } from '../../support/read-result.ts'
import { openTodaysDrawer } from '../../support/todays-drawer.ts'
import { studioInput } from '../../support/studio-template.ts'

const migrations = readMigrations(resolve(import.meta.dirname, '../../../migrations'))

/**
 * The real studio behind the real router, without a window and without a test runner. Ana and Ben
 * work Monday to Saturday; the manager's PIN is 11111.
 */
export class Desk {
  readonly app: StudioApp
  /** What was reported as a bug or a broken disk. */
  readonly incidents: unknown[] = []
  /** What failed after a commit, or in the delivery. */
  readonly lateErrors: unknown[] = []
  readonly #session: SessionHolder = { current: null }
  readonly #route: ReturnType<typeof createRouter>

  private constructor(file: string, clock: Clock, steps: readonly Migration[]) {
    this.app = openStudioApp({
      file,
      migrations: steps,
      clock,
      syncTimes: { timeoutMs: 300, backoffBaseMs: 5, backoffCapMs: 60, wakeJitterMs: 5 },
      onDeliveryError: (error) => this.lateErrors.push(error),
    })
    this.#route = createRouter(this.app, (_id, _channel, error) => this.incidents.push(error))
  }

  /** Opens the file, or makes it, and sets the studio up when nobody has. */
  static open(
    file: string,
    clock: Clock = Date.now,
    steps: readonly Migration[] = migrations,
  ): Desk {
    const isNew = !existsSync(file)
    const desk = new Desk(file, clock, steps)
    const studio = desk.app.database.prepare('SELECT 1 FROM studio').get()
    if (isNew || !studio) valueOf(desk.command('studio.setUp', studioInput()))
    openTodaysDrawer(desk.app)
    return desk
  }

  /** Signs the manager in. Takes a moment, as PINs should. */
  signIn(): void {
    const [manager] = this.all<{ id: string }>(`SELECT id FROM staff WHERE role = 'manager'`)
    valueOf(this.command('staff.signIn', { staffId: manager!.id, pin: '719254' }))
  }

  command<N extends CommandName>(
    name: N,
    input: Seen<N>,
    commandId: string = newId(),
  ): Result<OutputOf<Contracts[N]>> {
    return this.send({ name, input: asSeen(this.app, name, input), commandId }) as Result<
      OutputOf<Contracts[N]>
    >
  }

  query<N extends QueryName>(
    name: N,
    input: InputOf<Contracts[N]>,
  ): Result<OutputOf<Contracts[N]>> {
    return this.send({ name, input }) as Result<OutputOf<Contracts[N]>>
  }

  send(raw: unknown): Result<unknown> {
    return this.#route(raw, this.#session)
  }

  /** Every row of a query. */
  all<R>(query: string, ...parameters: unknown[]): R[] {
    return this.app.database.prepare(query).all(...parameters) as R[]
  }

  /** Trainers and services by their place in the list. */
  people(): { trainers: string[]; services: string[] } {
    const ids = (table: string) =>
      this.all<{ id: string }>(`SELECT id FROM ${table} ORDER BY position`).map(({ id }) => id)
    return { trainers: ids('trainers'), services: ids('services') }
  }

  close(): void {
    this.app.close()
  }
}
