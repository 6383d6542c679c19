import { copyFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { onTestFinished } from 'vitest'
import type { InputOf, OutputOf } from '../../shared/contract.ts'
import type { ChannelName, CommandName, Contracts, QueryName } from '../../shared/contracts.ts'
import type { EventType } from '../../shared/events/index.ts'
import type { FitFlowEvent } from '../../shared/events/event.ts'
import { newId } from '../../shared/ids.ts'
import type { Result } from '../../shared/result.ts'
import type { Session } from '../../shared/staff.ts'
import type { AsyncModeTimes } from '../../main/events/async-mode.ts'
import { readRows, toEvent } from '../../main/events/event-log.ts'
import type { RunHandler } from '../../main/events/run-limited.ts'
import { StudioDoor } from '../../main/ipc/studio-door.ts'
import type { Placed } from '../../main/opening/place-asked.ts'
import type { Computer } from '../../main/place/read-computer.ts'
import type { FindProxy } from '../../main/network/find-proxy.ts'
import { openStudioApp, type StudioApp } from '../../main/studio-app.ts'
import type { RelayTimes } from '../../main/sync/sync-relay.ts'
import { asSeen, type Seen } from './as-seen.ts'
import { dumpDatabase } from './dump-database.ts'
import {
  cheapPins,
  makeStudioTemplate,
  migrations,
  type People,
  type StudioChoice,
} from './studio-template.ts'
import { noSecrets } from '../../main/features/secrets.ts'
import { keyFileSecrets } from '../../main/platform/key-file.ts'
import { costIn } from './cost-in.ts'
import { makeTempFolder } from './make-temp-folder.ts'
import { valueOf } from './read-result.ts'
import { TestClock } from './test-clock.ts'

/** What was reported to the log as a bug or a broken disk. */
export interface Incident {
  readonly incidentId: string
  readonly channel: string
  readonly error: unknown
}

/**
 * A small studio in a real file of its own, reached the way a window reaches it: through the router.
 *
 * It is Monday, 2 March 2026, 08:00 in Berlin. Ana and Ben work Monday to Saturday, 08:00 to 20:00.
 * Gone when the test has finished.
 *
 * @param runHandler how handlers are run; with the usual limit of time unless it is given
 * @example
 * const studio = openTestStudio()
 * studio.signIn('manager')
 * valueOf(studio.call('appointments.day', { date: '2026-03-02' }))
 */
export function openTestStudio(
  choice: Partial<StudioChoice> = {},
  runHandler?: RunHandler,
): TestStudio {
  const folder = makeTempFolder()
  const template = makeStudioTemplate(choice)
  const file = join(folder, 'studio.db')
  copyFileSync(template.file, file)
  copyFileSync(template.key, join(folder, 'key'))
  const studio = new TestStudio(file, template.choice, template.people, runHandler)
  onTestFinished(() => studio.close())
  return studio
}

export class TestStudio {
  readonly file: string
  readonly timeZone: string
  readonly people: People
  readonly clock: TestClock
  /** Where the person puts a file that FitFlow asks a place for; null: they change their mind. */
  choose: string | null = null
  /** Which proxy leads somewhere; a test has none unless it says so. */
  findProxy: FindProxy = () => Promise.resolve(null)
  /** Whether the computer has one, from the next opening on; without it the key of the PINs is in a file. */
  hasKeyRing = true
  /** Where this computer keeps its marks; null: nowhere. */
  readonly marksFolder: string | null
  readonly incidents: Incident[] = []
  /** How long the relay waits and rests, from the next opening on. */
  syncTimes: RelayTimes = { timeoutMs: 2_000, backoffBaseMs: 5, backoffCapMs: 40, wakeJitterMs: 5 }
  /** The same for a message broker; what it lost is never overdue unless a test says so. */
  brokerTimes: AsyncModeTimes = {
    backoffBaseMs: 5,
    backoffCapMs: 40,
    wakeJitterMs: 5,
    overdueMs: 600_000,
  }
  /** What went wrong after a commit; a test that expects nothing there need not look. */
  readonly lateErrors: unknown[] = []
  /** Who is signed in at the one window of this test. */
  readonly session: { current: Session | null } = { current: null }
  readonly #computer: Computer | null
  readonly #runHandler: RunHandler | undefined
  #door: StudioDoor
  #foreign: Sqlite.Database[] = []

  constructor(
    file: string,
    choice: StudioChoice,
    people: People,
    runHandler?: RunHandler,
    marksFolder: string | null = null,
    computer: Computer | null = null,
  ) {
    this.file = file
    this.timeZone = choice.timeZone
    this.people = people
    this.clock = new TestClock(choice.now)
    this.#runHandler = runHandler
    this.marksFolder = marksFolder
    this.#computer = computer
    this.#door = this.#open()
  }

  /** Throws while somebody has to say first what the file is. */
  get app(): StudioApp {
    const { studio } = this.#door
    if (!studio) throw new Error('The studio is not open: it was asked what its file is.')
    return studio
  }

  /** Asks. The input is typed; for input that no window of ours would send there is `send`. */
  call<N extends QueryName>(name: N, input: InputOf<Contracts[N]>): Result<OutputOf<Contracts[N]>> {
    return this.send({ name, input }) as Result<OutputOf<Contracts[N]>>
  }

  /**
   * Does, as a window that has just read what it edits. Every call is an intent of its own unless the
   * same commandId is given.
   */
  command<N extends CommandName>(
    name: N,
    input: Seen<N>,
    commandId: string = newId(),
  ): Result<OutputOf<Contracts[N]>> {
    const { studio } = this.#door
    const sent = studio ? asSeen(studio, name, input) : input
    return this.send({ name, input: sent, commandId }) as Result<OutputOf<Contracts[N]>>
  }

  /**
   * Does it whatever it costs: as somebody who is told what it comes to now, and presses again. A test
   * that is about what was shown uses `command`.
   */
  agree<N extends CommandName>(
    name: N,
    input: Seen<N>,
    commandId: string = newId(),
  ): Result<OutputOf<Contracts[N]>> {
    const answer = this.command(name, input, commandId)
    const shown = costIn(answer)
    return shown ? this.command(name, { ...input, shown }, commandId) : answer
  }

  /**
   * Sends anything at all, as a broken or hostile window could.
   *
   * @param session of another window than this test's own
   */
  send(raw: unknown, session: { current: Session | null } = this.session): Result<unknown> {
    return this.#door.route(raw, session)
  }

  /** Sends what a result named as its undo. */
  undo(undo: { readonly command: string; readonly input: unknown } | null): Result<unknown> {
    if (!undo) throw new Error('There is nothing to undo.')
    return this.send({ name: undo.command as ChannelName, input: undo.input, commandId: newId() })
  }

  /** Signs in by PIN, as at the desk. */
  signIn(who: keyof People['staff']): Session {
    const { id, pin } = this.people.staff[who]
    return valueOf(this.command('staff.signIn', { staffId: id, pin }))
  }

  /** Sets the clock to what the studio's wall clock shows. */
  at(local: string): void {
    this.clock.setLocal(local, this.timeZone)
  }

  /** Runs everything that is to happen after the commit. */
  deliver(): void {
    this.app.delivery.drainDatabase()
  }

  /** The log, oldest first; of one type when one is given. */
  events<T extends EventType = EventType>(type?: T): FitFlowEvent<T>[] {
    const events = readRows(this.app.database, 0, 100_000).map(toEvent)
    return events.filter((event) => !type || event.type === type) as FitFlowEvent<T>[]
  }

  /** Rows of a table as objects, in the order they were written. */
  rows<R extends object>(query: string, ...parameters: unknown[]): R[] {
    return this.app.database.prepare(query).all(...parameters) as R[]
  }

  /** A program that knows nothing of FitFlow: a second connection with SQLite's default settings. */
  foreign(): Sqlite.Database {
    const connection = new Sqlite(this.file)
    this.#foreign.push(connection)
    return connection
  }

  /** Everything the file says, read from outside. */
  dump(): string {
    const connection = new Sqlite(this.file, { readonly: true })
    try {
      return dumpDatabase(connection)
    } finally {
      connection.close()
    }
  }

  /** Closes the file and opens it again, as after a restart: nobody is signed in. */
  reopen(): void {
    this.#door.studio?.close()
    this.session.current = null
    this.#door = this.#open()
  }

  close(): void {
    for (const connection of this.#foreign) connection.close()
    this.#foreign = []
    this.#door.studio?.close()
  }

  #open(): StudioDoor {
    return new StudioDoor({
      open: (placed) => this.#openStudio(placed),
      onOpened: () => {},
      onFailed: (error) => this.lateErrors.push(error),
      tell: () => {},
      reportIncident: (incidentId, channel, error) =>
        this.incidents.push({ incidentId, channel, error }),
    })
  }

  #openStudio(placed: Placed | undefined): StudioApp {
    const key = keyFileSecrets(join(dirname(this.file), 'key'))
    return openStudioApp({
      file: this.file,
      migrations,
      placed,
      clock: this.clock.read,
      uptime: this.clock.uptime,
      findProxy: (url) => this.findProxy(url),
      chooseFile: () => Promise.resolve(this.choose),
      onDeliveryError: (error) => this.lateErrors.push(error),
      secrets: this.hasKeyRing ? key : noSecrets,
      pinSecrets: key,
      pinCost: cheapPins,
      syncTimes: this.syncTimes,
      brokerTimes: this.brokerTimes,
      computer: this.#computer,
      ...(this.marksFolder === null ? {} : { marksFolder: this.marksFolder }),
      ...(this.#runHandler === undefined ? {} : { runHandler: this.#runHandler }),
      sendLimits: { connectMs: 1_000, silenceMs: 1_000, totalMs: 2_000 },
    })
  }
}
