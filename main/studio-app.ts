import { dirname, join } from 'node:path'
import type { contracts } from '../shared/contracts.ts'
import type { PlaceAnswer } from '../shared/place.ts'
import { refuse, type Result } from '../shared/result.ts'
import type { LockCause } from '../shared/staff.ts'
import { localDateOf } from '../shared/time.ts'
import { topics } from '../shared/topics.ts'
import { words } from '../shared/words/index.ts'
import { beginCoverage } from './coverage/begin-coverage.ts'
import type { StudioDatabase } from './db/studio-database.ts'
import type { Migration } from './db/migrate.ts'
import { sweepUnfinished } from './db/unfinished-files.ts'
import { onItsOwn, UnitOfWork, type Clock } from './db/unit-of-work.ts'
import { AsyncMode, type AsyncModeTimes } from './events/async-mode.ts'
import { Delivery } from './events/delivery.ts'
import { EventBus } from './events/event-bus.ts'
import type { Origin } from './events/event-log.ts'
import type { RunHandler } from './events/run-limited.ts'
import { EventMonitor } from './events/event-monitor.ts'
import { LogJobs } from './events/log-jobs.ts'
import { project } from './events/projection.ts'
import { analyticsHandlers } from './features/analytics/index.ts'
import { BackupMaker, backupsHandlers } from './features/backups/index.ts'
import { eventMonitorHandlers } from './features/event-monitor/index.ts'
import { activityHandlers } from './features/activity/index.ts'
import { appointmentsHandlers, followPayments as markPaid } from './features/appointments/index.ts'
import { catalogHandlers } from './features/catalog/index.ts'
import { dayCloseHandlers } from './features/day-close/index.ts'
import { drawerHandlers } from './features/drawer/index.ts'
import { ClientFolding, clientsHandlers, ErasureCleaner } from './features/clients/index.ts'
import { earningsHandlers, followSessions } from './features/earnings/index.ts'
import { createDemoStudio } from './features/demo/index.ts'
import { groupsHandlers } from './features/groups/index.ts'
import { feesHandlers, followPayments as settleFees } from './features/fees/index.ts'
import type { ChooseFile } from './features/file-exports.ts'
import type { HandlersOf } from './features/handlers.ts'
import {
  messagesHandlers,
  OutboxSender,
  queueMessages,
  queueOffers,
  Reminders,
  TestMessageSender,
  type SendLimits,
} from './features/notifications/index.ts'
import { packagesHandlers, takeBackRefunded, takeBackSold } from './features/packages/index.ts'
import { paymentsHandlers } from './features/payments/index.ts'
import { noSecrets, type Secrets } from './features/secrets.ts'
import {
  lockAll,
  openStaffAccess,
  resetManagerPin,
  staffHandlers,
  type StaffAccess,
  type Uptime,
} from './features/staff/index.ts'
import {
  assumeCountry,
  Condition,
  policyHandlers,
  readPolicy,
  readStudio,
  studioHandlers,
} from './features/studio/index.ts'
import { seriesHandlers } from './features/series/index.ts'
import { CalendarFiles, trainerCalendarHandlers } from './features/trainer-calendar/index.ts'
import { sayHowToGoBack } from './opening/find-good-backup.ts'
import { BackgroundProof } from './opening/background-proof.ts'
import { nameSynced, readFolderFacts } from './opening/name-synced-folder.ts'
import { openStudioFile } from './opening/open-studio-file.ts'
import type { Placed } from './opening/place-asked.ts'
import { explainOpening } from './opening/refuse-opening.ts'
import { sweepFolder } from './opening/sweep-folder.ts'
import { proxyFromEnvironment, type FindProxy } from './network/find-proxy.ts'
import { askFirst, type KnownHere } from './place/ask-first.ts'
import type { Computer } from './place/read-computer.ts'
import { StudioPlace } from './place/studio-place.ts'
import { openSync, type Sync } from './sync/index.ts'
import { readWaiting } from './sync/sync-link.ts'
import type { RelayTimes } from './sync/sync-relay.ts'
import { projections } from './features/projections.ts'

/** The page warns, locks by itself and keeps what was typed; this is for a page that does not. */
const pageLocksFirstMs = 2_000

// In the bundle the workers lie beside this file, as JavaScript.
const isBundled = !import.meta.url.endsWith('.ts')
const syncWorker = new URL(isBundled ? './sync-worker.js' : './sync-worker.ts', import.meta.url)
const logWorker = new URL(isBundled ? './log-worker.js' : './log-worker.ts', import.meta.url)
const backupWorker = new URL(
  isBundled ? './backup-worker.js' : './backup-worker.ts',
  import.meta.url,
)

/** Everything of FitFlow that is not a window: it runs in Electron, in tests and on the command line. */
export interface StudioApp {
  readonly database: StudioDatabase
  readonly work: UnitOfWork
  readonly bus: EventBus
  readonly delivery: Delivery
  readonly monitor: EventMonitor
  /** Carries events through a broker, where one is switched on (`bus.enableAsyncMode`). */
  readonly asyncMode: AsyncMode
  /** Sends the outbox once it is started. */
  readonly sender: OutboxSender
  /** Queues what reminds clients of their sessions, once it is started. */
  readonly reminders: Reminders
  /** Pushes the log to a cloud endpoint once it is started and connected. */
  readonly sync: Sync
  /** Writes the trainers' calendars once it is started. */
  readonly calendars: CalendarFiles
  /** Whether the studio’s file can be relied on, and what is to be said about it. */
  readonly condition: Condition
  /** Looks, once there is something to see, after what a start must not wait for. */
  tidyUp(): Promise<void>
  readonly handlers: HandlersOf<typeof contracts>
  readonly access: StaffAccess
  /** Signs out whoever is at a window. */
  lock(cause: LockCause): void
  /** The same, once nobody has touched it for as long as the policy says. */
  lockIfLeft(idleMs: number): void
  /** A new PIN for the first manager. Only for who sits at the computer; no window can ask for it. */
  resetManagerPin(): Result<{ name: string; pin: string }>
  /**
   * Lets out the message that is on its way, and takes away half a backup, before FitFlow ends. Null:
   * neither is there, and nothing is to be waited for.
   */
  leave(): Promise<unknown> | null
  /** Stops delivery and closes the file. */
  close(): void
}

/**
 * Opens a studio's file, brings it up to date and connects the features to the bus.
 * Throws `OpeningRefused` when the file cannot be used, and `PlaceAsked` when somebody has to say first
 * what it is; nothing is changed then.
 */
export function openStudioApp(options: {
  readonly file: string
  readonly migrations: readonly Migration[]
  readonly clock?: Clock
  /** Measures pauses, which a clock that is set must not shorten. Default: this process’s own. */
  readonly uptime?: Uptime
  readonly onDeliveryError?: (error: unknown) => void
  /** How handlers are run: with a limit of time unless it says otherwise. */
  readonly runHandler?: RunHandler
  /** Where passwords are kept. Default: nowhere, so that none can be saved. */
  readonly secrets?: Secrets
  /** Where the key of the PINs is kept. Default: with the passwords. */
  readonly pinSecrets?: Secrets
  /** How much work a guess at a PIN is made (`hashPin`). Default: what a desk does not notice. */
  readonly pinCost?: number
  /** Opens the computer's file manager on a file. */
  readonly showFile?: (file: string) => void
  /** Asks the person where a file is to be put. Default: nobody answers. */
  readonly chooseFile?: ChooseFile
  /** How long a cloud endpoint may take, and how long the relay rests. */
  readonly syncTimes?: RelayTimes
  /** How long a message broker is left alone while it is away, and how long events may be under way. */
  readonly brokerTimes?: AsyncModeTimes
  /** Where this computer keeps what it knows of its studios, outside of them. Default: nowhere. */
  readonly marksFolder?: string
  /** What this computer is known by. Default: nothing. */
  readonly computer?: Computer | null
  /** What somebody said when it was asked what the file is. */
  readonly placed?: Placed | undefined
  /** Which proxy leads to the mail server and the endpoint. Default: what the environment says. */
  readonly findProxy?: FindProxy
  /** How long a mail server may take. */
  readonly sendLimits?: SendLimits
}): StudioApp {
  const { file, migrations, marksFolder = null, computer = null, placed } = options
  const known: KnownHere = { folder: marksFolder, computer }
  const ask = (read: StudioDatabase | null) => askFirst(file, read, known)
  const { database, setAside, question } = openStudioFile(file, migrations, ask, placed)
  try {
    const answer = (question && placed?.answer) ?? null
    const app = connect(database, options, known, answer)
    if (setAside !== null) app.condition.note('set_aside', words.opening.setAside(setAside))
    return app
  } catch (error) {
    database.close()
    throw explainOpening(error, file, sayHowToGoBack(file))
  }
}

function connect(
  database: StudioDatabase,
  options: Parameters<typeof openStudioApp>[0],
  known: KnownHere,
  answer: PlaceAnswer | null,
): StudioApp {
  const { clock, onDeliveryError, runHandler, secrets = noSecrets, showFile = () => {} } = options
  const { uptime = () => performance.now() } = options
  const { chooseFile = () => Promise.resolve(null) } = options
  const { findProxy = (url: string) => Promise.resolve(proxyFromEnvironment(url, process.env)) } =
    options
  const work = new UnitOfWork(database, clock, onDeliveryError)
  const started = { at: work.now(), fileTime: Date.now() }
  const condition = new Condition(work)
  const origin = (): Origin => {
    const studio = readStudio(database)
    return { tenantId: studio.tenant_id, deviceId: studio.device_id }
  }
  const bus = new EventBus(work, origin, runHandler)
  if (!database.health.trouble) beginCoverage(work, bus)
  const place = new StudioPlace(work, known, onDeliveryError)
  const access = openStaffAccess(
    options.pinSecrets ?? secrets,
    uptime,
    secrets.isAvailable,
    options.pinCost,
  )

  markPaid(bus)
  settleFees(bus)
  followSessions(bus)
  queueMessages(bus)
  queueOffers(bus)
  for (const projection of projections) project(bus, projection)
  bus.subscriptions.markOrphans()
  work.run(onItsOwn(), (tx) => access.peppers.adopt(tx))

  const delivery = new Delivery(work, bus.subscriptions, onDeliveryError, runHandler)
  work.onCommit(() => delivery.nudge())
  const { subscriptions } = bus
  const jobs = new LogJobs(work, subscriptions, logWorker)
  const backups = new BackupMaker(work, bus, backupWorker)
  const asyncMode = new AsyncMode({
    work,
    subscriptions,
    delivery,
    origin,
    times: options.brokerTimes,
    onError: onDeliveryError,
  })
  bus.switchWith(asyncMode)
  const monitor = new EventMonitor({ work, subscriptions, delivery, asyncMode, jobs, projections })

  const sender = new OutboxSender(work, secrets, {
    findProxy,
    limits: options.sendLimits,
    onError: onDeliveryError,
  })
  const reminders = new Reminders(work, onDeliveryError)
  bus.keepFrom(() => reminders.firstNeeded())
  const tests = new TestMessageSender(
    work,
    secrets,
    () => sender.settingsChanged(),
    findProxy,
    options.sendLimits,
  )
  const sync = openSync(work, bus, {
    secrets,
    workerFile: syncWorker,
    tokenFile: join(dirname(database.file), 'sync-tokens.json'),
    chooseFile,
    findProxy,
    times: options.syncTimes,
    onError: onDeliveryError,
  })
  const folding = new ClientFolding(work, onDeliveryError ?? (() => {}), (percent) => {
    condition.note('search_prepared', percent === null ? null : words.opening.preparing(percent))
    // A search that is on a screen finds more now.
    work.announce(topics.clients)
  })
  // What is locked is not written to, and is asked about again at the next start.
  if (!database.health.trouble) {
    if (answer) place.become(answer, bus, () => sync.forgetTokens())
    place.keep()
  }
  try {
    assumeCountry(work)
  } catch (error) {
    // The disk may be full, and a start waits for nothing.
    onDeliveryError?.(error)
  }
  folding.begin()
  const cleaner = new ErasureCleaner(work, onDeliveryError ?? (() => {}), (reason) =>
    condition.note('erasure_traces', reason && words.opening.erasureTraces(reason)),
  )
  const proof = new BackgroundProof(database, condition, options.migrations, logWorker)
  const folder = join(dirname(database.file), 'calendars')
  const calendars = new CalendarFiles(work, folder, onDeliveryError)

  const tidy = (): void => {
    // Nothing is written into a file, or taken from beside it, that may be needed to mend it.
    if (!database.isOpen || database.health.trouble) return
    sweepFolder(database.file, started.fileTime)
    const left = sweepUnfinished(work, started.at)
    condition.note('leftovers', left.length > 0 ? words.opening.leftovers(left) : null)
    // Somebody was erased and FitFlow ended before the file was clean.
    cleaner.clean()
  }

  /** Whatever writes without being asked. */
  const stop = (): void => {
    condition.close()
    proof.close()
    cleaner.close()
    folding.close()
    asyncMode.close()
    delivery.stop()
    sender.close()
    sync.close()
    reminders.close()
    tests.close()
    calendars.close()
    void jobs.cancel()
    backups.cancel()
  }
  database.health.onTrouble(stop)

  return {
    database,
    work,
    bus,
    delivery,
    monitor,
    asyncMode,
    sender,
    reminders,
    sync,
    calendars,
    condition,
    tidyUp: async () => {
      const folder = dirname(database.file)
      const name = nameSynced(readFolderFacts(folder, process.env))
      if (name !== null)
        condition.note('synced_folder', words.opening.syncedFolder({ name, folder }))
      await proof.run()
      // Proving takes a while, and FitFlow may have been closed meanwhile.
      if (!database.isOpen) return
      folding.start()
      tidy()
    },
    handlers: {
      ...studioHandlers(database, bus, (tx) => createDemoStudio(tx, work, bus), access, condition),
      // Only the door asks, before there is a studio to open.
      'studio.answerPlace': () => refuse('place_not_asked', {}),
      ...policyHandlers(work, bus),
      ...staffHandlers(database, bus, access),
      ...catalogHandlers(work, bus, () => readStudio(database).time_zone),
      ...clientsHandlers(work, bus, chooseFile, cleaner, folding),
      ...appointmentsHandlers(work, bus),
      ...packagesHandlers(work, bus),
      ...feesHandlers(work, bus),
      ...groupsHandlers(work, bus),
      ...seriesHandlers(work, bus),
      ...paymentsHandlers(work, bus, takeBackSold, takeBackRefunded),
      ...drawerHandlers(work, bus),
      ...dayCloseHandlers(work, bus, () => readWaiting(database)),
      ...earningsHandlers(work, bus, chooseFile),
      ...activityHandlers(database),
      ...eventMonitorHandlers(work, bus, monitor),
      ...sync.handlers,
      ...messagesHandlers(database, bus, sender, tests, secrets),
      ...trainerCalendarHandlers(database, calendars, showFile),
      ...backupsHandlers(database, backups, chooseFile, showFile),
      ...analyticsHandlers(database),
    },
    access,
    lock: (cause) => lockAll(work, bus, access, cause),
    lockIfLeft: (idleMs) => {
      if (access.sessions.of().length === 0) return
      const today = localDateOf(work.now(), readStudio(database).time_zone)
      const limitMs = readPolicy(database, today).autoLockMinutes * 60_000
      if (idleMs >= limitMs + pageLocksFirstMs) lockAll(work, bus, access, 'idle')
    },
    resetManagerPin: () => work.run(onItsOwn(), (tx) => resetManagerPin(tx, bus, access)),
    leave: () =>
      sender.isSending || backups.isRunning ? Promise.all([sender.finish(), backups.end()]) : null,
    close: () => {
      stop()
      place.close()
      database.close()
    },
  }
}
