import { copyFileSync, existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import Sqlite from 'better-sqlite3'
import { readMigrations } from '../../../main/db/migrate.ts'
import { addStaffMember } from '../../../main/features/staff/index.ts'
import { versionOf } from '../../../main/features/check-version.ts'
import { createRouter } from '../../../main/ipc/router.ts'
import { onItsOwn } from '../../../main/db/unit-of-work.ts'
import { openStudioApp, type StudioApp } from '../../../main/studio-app.ts'
import type { ApprovalAction } from '../../../shared/approvals.ts'
import type { InputOf, OutputOf } from '../../../shared/contract.ts'
import type { CommandName, Contracts, QueryName } from '../../../shared/contracts.ts'
import type { Edited } from '../../../shared/expected-version.ts'
import { newId } from '../../../shared/ids.ts'
import { defaultPolicy } from '../../../shared/policy.ts'
import type { Result } from '../../../shared/result.ts'
import type { Role } from '../../../shared/roles.ts'
import type { Session } from '../../../shared/staff.ts'
import { asSeen } from '../../support/as-seen.ts'
import { valueOf } from '../../support/read-result.ts'
import { studioInput } from '../../support/studio-template.ts'
import { emptyFold, foldEvent } from '../support/fold-log.ts'
import type { LoggedRow } from '../support/read-log.ts'
import { Mailbox } from './mailbox.ts'
import { Papers } from './papers.ts'
import { Lookup } from './rule.ts'
import { StudioModel, type ModelProduct, type ModelService, type Who } from './studio-model.ts'
import { WallClock } from './wall-clock.ts'

const migrations = readMigrations(resolve(import.meta.dirname, '../../../migrations'))

/** What has a screen of its own on which the version is read. */
const shownById = new Set<Edited>(['appointment', 'client', 'trainer', 'week', 'service'])

/** Where a run begins: three days before the clocks of its zone change. */
export interface Beginning {
  readonly timeZone: string
  readonly local: string
}

/** The real studio, on a real file, reached as a window reaches it, and seen from outside. */
export class RealStudio {
  readonly file: string
  readonly lookup: Lookup
  /** What the log says so far, folded event by event. */
  readonly folded = emptyFold()
  readonly lateErrors: unknown[] = []
  readonly mailbox = new Mailbox()
  readonly papers: Papers
  now: number
  #app: StudioApp
  #route: ReturnType<typeof createRouter>
  readonly #windows: Readonly<Record<Who, { current: Session }>>
  #incident: unknown = null
  #read = 0
  #version: unknown = null

  private constructor(file: string, now: number) {
    this.file = file
    this.now = now
    this.#app = openApp(file, () => this.now, this.lateErrors)
    this.#route = createRouter(this.#app, (_id, _channel, error) => (this.#incident = error))
    this.#windows = { manager: this.#signedIn('manager'), desk: this.#signedIn('front_desk') }
    this.lookup = new Lookup(new Sqlite(file))
    this.papers = new Papers(this.lookup, (name, input) => this.#ask(name, input as never))
  }

  /** The version of something that can be edited, as a window is shown it. */
  readonly versionOf = (subject: Edited, id?: string, part?: string): number => {
    if (id === undefined || part !== undefined || !shownById.has(subject)) {
      return versionOf(this.#app.database, subject, id, part)
    }
    if (subject === 'appointment')
      return this.#ask('appointments.get', { appointmentId: id }).version
    if (subject === 'client') return this.#ask('clients.get', { clientId: id }).version
    const { trainers, services } = this.#ask('catalog.manage', {})
    if (subject === 'week') return trainers.find((one) => one.id === id)!.weekVersion
    return [...trainers, ...services].find((one) => one.id === id)!.version
  }

  #ask<N extends QueryName>(name: N, input: InputOf<Contracts[N]>): OutputOf<Contracts[N]> {
    const answer = this.#route({ name, input }, this.#windows.manager)
    return valueOf(answer) as OutputOf<Contracts[N]>
  }

  /** A studio of its own for one run, with the model that stands beside it. */
  static open(folder: string, beginning: Beginning, run: number) {
    const now = new WallClock(beginning.timeZone).momentAfter(beginning.local)
    const template = join(folder, `${beginning.timeZone.replaceAll('/', '-')}.db`)
    if (!existsSync(template)) setUp(template, beginning.timeZone, now)
    const file = join(folder, `run-${run}.db`)
    copyFileSync(template, file)
    const real = new RealStudio(file, now)
    return { real, model: modelOf(real.lookup, beginning.timeZone, now) }
  }

  /** Sends a command. Throws when it was answered with a bug. */
  send(name: CommandName, input: unknown, who: Who): Result<unknown> {
    const sent = asSeen(this.#app, name, input)
    const result = this.#route({ name, input: sent, commandId: newId() }, this.#windows[who])
    if (this.#incident !== null) throw new Error(`${name} is a bug`, { cause: this.#incident })
    if (this.lateErrors.length > 0) {
      throw new Error(`after ${name} something failed`, { cause: this.lateErrors[0] })
    }
    return result
  }

  /** A manager's PIN at the desk, for one thing. */
  approve(action: ApprovalAction, subject: string): string {
    const { manager } = studioInput()
    const staffId = this.#windows.manager.current.id
    const approval = this.send(
      'staff.approve',
      { staffId, pin: manager.pin, action, subject },
      'desk',
    )
    return (valueOf(approval) as { approvalId: string }).approvalId
  }

  /** Whether anything was written since the last time: SQLite counts what other connections commit. */
  isWritten(): boolean {
    const before = this.#version
    this.#version = this.lookup.connection.pragma('data_version', { simple: true })
    return this.#version !== before
  }

  /** Reads what the log has got since the last time. */
  readLog(): void {
    const rows = this.lookup.all<Pick<LoggedRow, 'seq' | 'event_type' | 'event_data'>>(
      'SELECT seq, event_type, event_data FROM event_log WHERE seq > ? ORDER BY seq',
      this.#read,
    )
    for (const row of rows) {
      foldEvent(this.folded, row)
      this.#read = row.seq
    }
  }

  /** Lets everything run that happens after a commit. */
  deliver(): void {
    this.#app.delivery.drainDatabase()
  }

  /** Lets the messages go that may leave. Answers which mail is not true any more. */
  post(model: StudioModel): string[] {
    this.mailbox.post(this.#app.work, model)
    return this.mailbox.untruths(model, this.lookup)
  }

  /** Lets go at once what may not wait. Answers what waits all the same, and will be too late. */
  postAtOnce(model: StudioModel): string[] {
    this.deliver()
    this.mailbox.post(this.#app.work, model)
    return this.mailbox.lingering(model, this.lookup)
  }

  /** Another wall time was agreed for a session, by the rules of a former FitFlow: this one begins with it. */
  partTimes(appointmentId: string, local: string): void {
    this.#app.work.run(onItsOwn(), ({ database }) =>
      database
        .prepare('UPDATE appointments SET local_start = ? WHERE id = ?')
        .run(local, appointmentId),
    )
    this.#app.close()
    this.#app = openApp(this.file, () => this.now, this.lateErrors)
    this.#route = createRouter(this.#app, (_id, _channel, error) => (this.#incident = error))
  }

  close(): void {
    this.lookup.connection.close()
    this.#app.close()
  }

  #signedIn(role: Role): { current: Session } {
    const { id, name } = this.#app.database
      .prepare('SELECT id, name FROM staff WHERE role = ?')
      .get(role) as { id: string; name: string }
    return { current: { id, name, role, trainerId: null } }
  }
}

function openApp(file: string, clock: () => number, lateErrors: unknown[]): StudioApp {
  return openStudioApp({
    file,
    migrations,
    clock,
    onDeliveryError: (error) => lateErrors.push(error),
  })
}

/** Two trainers and a third, rooms, groups, packages and memberships. */
function setUp(file: string, timeZone: string, now: number): void {
  const app = openApp(file, () => now, [])
  const route = createRouter(app, (_id, channel, error) => {
    throw new Error(`${channel} failed`, { cause: error })
  })
  const window: { current: Session | null } = { current: null }
  const send = (name: CommandName, input: unknown) =>
    valueOf(route({ name, input: asSeen(app, name, input), commandId: newId() }, window))
  const add = (name: CommandName, input: unknown) => (send(name, input) as { id: string }).id
  send('studio.setUp', studioInput({ timeZone, currency: 'EUR' }))
  const { id, name } = app.database
    .prepare(`SELECT id, name FROM staff WHERE role = 'manager'`)
    .get() as { id: string; name: string }
  window.current = { id, name, role: 'manager', trainerId: null }
  const desk = { name: 'Dana Desk', pin: '806417', trainerId: null, demo: false } as const
  app.work.run({ actorId: null, commandId: null, correlationId: newId() }, (tx) =>
    addStaffMember(tx, app.bus, { ...desk, role: 'front_desk' }, app.access),
  )
  const rooms = ['Hall', 'Studio'].map((room) =>
    add('catalog.addRoom', { name: room, kind: 'room' }),
  )
  const service = { hue: 3, bufferBeforeMinutes: 0, bufferAfterMinutes: 0, capacity: null }
  const massage = { name: 'Massage', durationMinutes: 45, priceMinor: 6_001, roomIds: rooms }
  const buffers = { bufferBeforeMinutes: 10, bufferAfterMinutes: 20 }
  add('catalog.addService', { ...service, ...massage, ...buffers })
  const pilates = { name: 'Pilates', durationMinutes: 60, priceMinor: 1_999, capacity: 3 }
  add('catalog.addService', { ...service, ...pilates, roomIds: rooms.slice(0, 1) })
  const spinning = { name: 'Spinning', durationMinutes: 30, priceMinor: 1_500, capacity: 2 }
  const spinningId = add('catalog.addService', { ...service, ...spinning, roomIds: [] })
  send('messages.saveSettings', {
    enabled: true,
    host: '127.0.0.1',
    port: 25,
    security: 'none',
    userName: null,
    fromName: 'Harbour Street Studio',
    fromAddress: 'desk@harbour.example',
  })
  const trainers = app.database.prepare(`SELECT id FROM staff WHERE role = 'trainer'`).all() as {
    id: string
  }[]
  const everything = { booked: true, moved: true, cancelled: true, withinHours: null }
  for (const { id: staffId } of trainers) {
    send('staff.saveMessages', { staffId, email: 'trainer@example.org', ...everything })
  }
  for (const product of productsOf(spinningId)) send('packages.addProduct', { product })
  app.delivery.drainDatabase()
  app.close()
}

function productsOf(spinningId: string) {
  const aPackage = { kind: 'package', validityDays: 30, serviceIds: [] }
  const three = { name: 'Three', priceMinor: 10_000, credits: 3, singlePriceMinor: 4_000 }
  const two = { name: 'Two, soon', priceMinor: 4_999, credits: 2, singlePriceMinor: 3_000 }
  const some = { name: 'Spinning', priceMinor: 2_500, credits: 2, singlePriceMinor: 1_500 }
  const membership = { kind: 'membership', serviceIds: [] }
  return [
    { ...aPackage, ...three },
    { ...aPackage, ...two, validityDays: 4 },
    { ...aPackage, ...some, serviceIds: [spinningId] },
    { ...membership, name: 'All', priceMinor: 9_900, sessionsPerMonth: null },
    { ...membership, name: 'Two', priceMinor: 5_000, sessionsPerMonth: 2 },
  ]
}

function modelOf(file: Lookup, timeZone: string, now: number): StudioModel {
  const roomsOf = (service: string) =>
    file
      .all<{ id: string }>(
        `SELECT r.id FROM rooms r JOIN service_rooms s ON s.room_id = r.id
         WHERE s.service_id = ? ORDER BY r.position`,
        service,
      )
      .map(({ id }) => id)
  const services = file
    .all<Omit<ModelService, 'rooms'>>(
      `SELECT id, name, duration_minutes AS minutes, price_minor AS price,
         buffer_before_minutes AS before, buffer_after_minutes AS after, capacity
       FROM services ORDER BY position`,
    )
    .map((service) => ({ ...service, rooms: roomsOf(service.id) }))
  const products = file
    .all<Omit<ModelProduct, 'services' | 'active'>>(
      `SELECT id, name, kind, price_minor AS price, credits, validity_days AS validityDays,
         single_price_minor AS singlePrice, sessions_per_month AS perMonth
       FROM products ORDER BY position`,
    )
    .map((product) => ({
      ...product,
      active: true,
      services: file
        .all<{ id: string }>(
          'SELECT service_id AS id FROM product_services WHERE product_id = ?',
          product.id,
        )
        .map(({ id }) => id),
    }))
  const trainers = file.all<{ id: string }>('SELECT id FROM trainers ORDER BY position')
  return new StudioModel({
    timeZone,
    now,
    trainers: trainers.map(({ id }) => id),
    services,
    rooms: file.all<{ id: string }>('SELECT id FROM rooms ORDER BY position').map(({ id }) => id),
    products,
    policy: defaultPolicy('EUR'),
  })
}
