import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { contracts, type ChannelName, type CommandName } from '../../shared/contracts.ts'
import type { Role } from '../../shared/roles.ts'
import type { Session } from '../../shared/staff.ts'
import { bookSession, payCash } from './book-session.ts'
import { addGroupService, fillSeats, groupOf, scheduleGroup, seatNew } from './group-session.ts'
import { makeTempFolder } from './make-temp-folder.ts'
import { TestStudio } from './open-test-studio.ts'
import { valueOf } from './read-result.ts'
import { giveProduct, membershipDraft, offerProduct, packageDraft } from './sell-package.ts'
import { makeStudioTemplate } from './studio-template.ts'

/** Ids of one of everything, each in the state in which a command can be used on it. */
export type Stock = ReturnType<typeof fill>

/** A studio in which every command has something to be used on. It is Monday, 2 March 2026, 14:00. */
export class WholeStudio extends TestStudio {
  readonly #stock: Stock
  readonly #sessions: Readonly<Record<Role, Session>>

  constructor(file: string, stock: Stock, sessions: Readonly<Record<Role, Session>>) {
    const { choice, people } = makeStudioTemplate({})
    super(file, choice, people)
    this.at(now)
    this.#stock = stock
    this.#sessions = sessions
  }

  get stock(): Stock {
    return this.#stock
  }

  /** Signs in without the PIN, whose hashing is what is slow about it. */
  become(role: Role): Session {
    const session = this.#sessions[role]
    this.app.access.sessions.begin(this.session, session)
    return session
  }
}

const now = '2026-03-02T14:00'
/** Where a file costs no waiting for the disk: hundreds of these are opened. */
const memory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
let made: { file: string; stock: Stock; sessions: Readonly<Record<Role, Session>> } | null = null

/** A copy of the whole studio, for this test alone. The first one in a file is made, which takes a second. */
export function openWholeStudio(): WholeStudio {
  const studio = copyWholeStudio(makeTempFolder(memory))
  onTestFinished(() => studio.close())
  return studio
}

/** A copy of the whole studio in an empty folder. Whoever takes it closes it. */
export function copyWholeStudio(folder: string): WholeStudio {
  made ??= make()
  const file = join(folder, 'studio.db')
  copyFileSync(made.file, file)
  copyFileSync(join(dirname(made.file), 'key'), join(folder, 'key'))
  return new WholeStudio(file, made.stock, made.sessions)
}

/** Every channel's name, and every command's. */
export const channelNames = Object.keys(contracts) as ChannelName[]
export const commandNames = channelNames.filter(
  (name): name is CommandName => contracts[name].kind === 'command',
)

function make() {
  const folder = mkdtempSync(join(tmpdir(), 'fitflow-whole-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  const template = makeStudioTemplate({})
  const file = join(folder, 'studio.db')
  copyFileSync(template.file, file)
  copyFileSync(template.key, join(folder, 'key'))
  const studio = new TestStudio(file, template.choice, template.people)
  try {
    const sessions = {
      front_desk: studio.signIn('desk'),
      trainer: studio.signIn('trainer'),
      manager: studio.signIn('manager'),
    }
    return { file, stock: fill(studio), sessions }
  } finally {
    studio.close()
  }
}

function fill(studio: TestStudio) {
  const { ana, ben } = studio.people
  const session = (start: string, clientId: string, trainerId = ana) =>
    bookSession(studio, start, { client: { kind: 'existing', clientId }, trainerId })
  const register = (name: string, email?: string) =>
    valueOf(studio.command('clients.register', { name, email, messagesConsent: true })).clientId

  const cleo = register('Cleo Client', 'cleo@example.org')
  const stock = {
    cleo,
    namesake: register('Cleo Klient', 'cleo@example.org'),
    /** Has nothing that would have to be settled. */
    gone: register('Gus Gone'),
    ...catalogue(studio),
    ...prices(studio, cleo),
    over: session('2026-03-02T09:00', cleo),
    bensOver: session('2026-03-02T09:00', register('Bea Benson'), ben),
    arrived: session('2026-03-02T10:00', cleo),
    done: session('2026-03-02T11:00', cleo),
    missed: session('2026-03-02T12:00', cleo),
    paid: session('2026-03-02T13:00', cleo),
    tomorrow: session('2026-03-03T15:00', cleo),
    upcoming: session('2026-03-05T09:00', cleo),
    cancelled: session('2026-03-05T11:00', cleo),
    cancelledLate: session('2026-03-03T09:00', cleo),
    waivedLate: session('2026-03-03T10:00', cleo),
    ...groups(studio),
  }
  const { seriesId } = valueOf(
    studio.command('series.create', {
      clientId: cleo,
      serviceId: studio.people.training,
      trainerId: ben,
      start: '2026-03-10T09:00',
      weekdays: [2],
      intervalWeeks: 1,
      until: { kind: 'count', count: 3 },
    }),
  )
  const [repeated] = studio.rows<{ id: string }>(
    'SELECT id FROM appointments WHERE series_id = ? ORDER BY start_time',
    seriesId,
  )
  studio.at(now)
  const happened = whatHappened(studio, stock)
  const { code: recoveryCode } = valueOf(studio.command('staff.makeRecoveryCode', {}))
  return {
    ...stock,
    recoveryCode,
    repeated: repeated!.id,
    ...happened,
    ...failures(studio),
    ...till(studio),
  }
}

function catalogue(studio: TestStudio) {
  const { ana, ben, stretching } = studio.people
  const id = (result: { id: string }) => result.id
  const away = { start: '2026-07-01T09:00', end: '2026-07-01T12:00' }
  const retired = id(
    valueOf(studio.command('catalog.addTrainer', { name: 'Tess Thorne', hue: 3, week })),
  )
  valueOf(studio.command('catalog.retire', { kind: 'trainer', id: retired }))
  const { staffId } = valueOf(
    studio.command('staff.add', {
      name: 'Lea Left',
      role: 'front_desk',
      trainerId: null,
      pin: '83746',
    }),
  )
  valueOf(studio.command('staff.deactivate', { staffId }))
  return {
    retiredTrainer: retired,
    leftStaff: staffId,
    room: id(valueOf(studio.command('catalog.addRoom', { name: 'Blue room', kind: 'room' }))),
    timeOff: id(valueOf(studio.command('catalog.addTimeOff', { trainerId: ben, ...away }))),
    closure: id(valueOf(studio.command('catalog.addClosure', { ...away, reason: 'Painting' }))),
    anas: ana,
    service: stretching,
  }
}

function prices(studio: TestStudio, clientId: string) {
  const month = offerProduct(studio, membershipDraft())
  const ten = offerProduct(studio, packageDraft())
  const retired = offerProduct(studio, packageDraft({ name: 'Old ten' }))
  valueOf(studio.command('packages.retireProduct', { productId: retired }))
  const [running, resting, ended] = [1, 2, 3].map(() => giveProduct(studio, clientId, month))
  valueOf(
    studio.command('memberships.pause', {
      membershipId: resting!,
      fromOn: '2026-03-10',
      untilOn: '2026-03-12',
    }),
  )
  valueOf(studio.command('memberships.end', { membershipId: ended!, lastDay: '2026-03-20' }))
  const [pause] = studio.rows<{ id: string }>('SELECT id FROM membership_pauses')
  const sold = valueOf(
    studio.command('packages.sell', {
      clientId,
      productId: ten,
      amountMinor: 50_000,
      tenders: [
        { method: 'card', amountMinor: 40_000, reference: 'T-1' },
        { method: 'bank_transfer', amountMinor: 10_000, reference: 'Ten' },
      ],
    }),
  )
  return {
    month,
    ten,
    retiredProduct: retired,
    running: running!,
    resting: resting!,
    ended: ended!,
    pause: pause!.id,
    package: sold.soldId,
  }
}

function groups(studio: TestStudio) {
  const serviceId = addGroupService(studio)
  const group = scheduleGroup(studio, '2026-03-06T09:00', { serviceId })
  const full = scheduleGroup(studio, '2026-03-06T11:00', { serviceId, capacity: 1 })
  const freed = scheduleGroup(studio, '2026-03-06T13:00', { serviceId, capacity: 1 })
  const arrived = scheduleGroup(studio, '2026-03-02T17:00', { serviceId })
  const cancelled = scheduleGroup(studio, '2026-03-06T15:00', { serviceId })
  valueOf(
    studio.command('groups.cancel', {
      appointmentId: cancelled,
      reason: 'studio_closed',
      refund: false,
    }),
  )
  const bens = scheduleGroup(studio, '2026-03-06T09:00', {
    serviceId,
    trainerId: studio.people.ben,
  })
  const [seat] = fillSeats(studio, group, 2)
  for (const [index, id] of [full, freed].entries()) {
    valueOf(seatNew(studio, id, `First ${index}`))
    const client = { name: `Waiting ${index}`, email: 'waiting@example.org', messagesConsent: true }
    valueOf(
      studio.command('groups.joinWaitlist', {
        appointmentId: id,
        client: { kind: 'new', client },
      }),
    )
  }
  const arrivedSeats = fillSeats(studio, arrived, 2)
  valueOf(studio.command('groups.checkInAll', { appointmentId: arrived }))
  valueOf(
    studio.agree('appointments.cancel', {
      appointmentId: freed,
      seatId: groupOf(studio, freed).seats[0]!.id,
      by: 'client',
      reason: 'client_request',
      refund: false,
    }),
  )
  return {
    groupService: serviceId,
    group,
    seat: seat!,
    full,
    freed,
    bensGroup: bens,
    arrivedGroup: arrived,
    cancelledGroup: cancelled,
    arrivedSeats,
    waiting: groupOf(studio, freed).waiting[0]!.id,
  }
}

function whatHappened(
  studio: TestStudio,
  of: Record<
    'arrived' | 'done' | 'missed' | 'paid' | 'cancelled' | 'cancelledLate' | 'waivedLate',
    string
  >,
) {
  const cancel = (appointmentId: string) =>
    valueOf(
      studio.agree('appointments.cancel', {
        appointmentId,
        by: 'client',
        reason: 'client_request',
        refund: false,
      }),
    )
  const feeOf = (appointmentId: string) =>
    valueOf(studio.call('fees.list', { appointmentId }))[0]!.id
  valueOf(studio.command('appointments.checkIn', { appointmentId: of.arrived }))
  valueOf(studio.command('appointments.complete', { appointmentId: of.done }))
  valueOf(studio.agree('appointments.noShow', { appointmentId: of.missed, refund: false }))
  const { paymentId, receiptNumber } = payCash(studio, of.paid)
  cancel(of.cancelled)
  cancel(of.cancelledLate)
  cancel(of.waivedLate)
  const waivedFee = feeOf(of.waivedLate)
  valueOf(studio.command('fees.waive', { feeId: waivedFee, reason: 'goodwill' }))
  return { payment: paymentId, receipt: receiptNumber, fee: feeOf(of.cancelledLate), waivedFee }
}

/** An event that a handler gave up on, and a message that the mail server did. */
function failures(studio: TestStudio) {
  studio.deliver()
  const broken = () => {
    throw new Error('The printer is on fire')
  }
  studio.app.bus.on('client.*', broken, { name: 'printer', tier: 'after_commit', maxAttempts: 1 })
  valueOf(studio.command('clients.register', { name: 'Paula Printed' }))
  studio.deliver()
  const [letter] = studio.rows<{ id: string }>('SELECT id FROM dead_letters')
  const [failed] = studio.rows<{ id: string }>(
    `UPDATE outbox SET status = 'failed' WHERE position =
       (SELECT min(position) FROM outbox WHERE status = 'queued') RETURNING id`,
  )
  return { deadLetter: letter!.id, failedMessage: failed!.id }
}

/** Yesterday's drawer was counted and closed; today's is open, has a movement and was counted last. */
function till(studio: TestStudio) {
  const close = (drawerId: string, countId: string) =>
    valueOf(studio.command('drawer.close', { drawerId, countId, reason: 'As counted' }))
  const count = () => {
    const status = valueOf(studio.call('drawer.status', {}))
    if (status.state !== 'open') throw new Error('The drawer is not open.')
    const { drawerId } = status
    const counted = { by: 'amount', amountMinor: 0 } as const
    return valueOf(studio.command('drawer.count', { drawerId, count: counted }))
  }
  const first = count()
  close(first.drawerId, first.countId)
  // What was booked on it makes it a day to be closed, before the studio was set up.
  const appointmentId = bookSession(studio, '2026-02-28T09:00', {
    client: { kind: 'new', client: { name: 'Fay February' } },
  })
  const cancel = { appointmentId, by: 'studio', reason: 'other', refund: false } as const
  valueOf(studio.agree('appointments.cancel', cancel))
  const { dayId } = valueOf(studio.command('day.close', { date: '2026-02-28' }))
  valueOf(studio.command('drawer.open', { floatMinor: 10_000, reason: 'From the bank' }))
  const { movementId } = valueOf(
    studio.command('drawer.move', { kind: 'paid_out', amountMinor: 500, reason: 'Stamps' }),
  )
  const { drawerId, countId } = count()
  return { closedDrawer: first.drawerId, dayId, movementId, drawerId, countId }
}

/** The hours of a trainer: Mondays, 08:00 to 12:00. */
export const week: [number, number][][] = [[[8 * 60, 12 * 60]], [], [], [], [], [], []]
