import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { onItsOwn } from '../../main/db/unit-of-work.ts'
import { stopLink } from '../../main/sync/sync-link.ts'
import type { ChannelName, CommandName } from '../../shared/contracts.ts'
import { newId } from '../../shared/ids.ts'
import { defaultPolicy } from '../../shared/policy.ts'
import type { Role } from '../../shared/roles.ts'
import { allAsSeen, type AllInputs } from './as-seen.ts'
import { connectNowhere, passphrase } from './connect-nowhere.ts'
import { plainSettings, toldOfAll } from './mail-studio.ts'
import { partTimes, settledAct, settleParted } from './part-times.ts'
import { valueOf } from './read-result.ts'
import { studioInput } from './studio-template.ts'
import { card, validMoneyInputs } from './valid-money-inputs.ts'
import { week, type WholeStudio } from './whole-studio.ts'

/** The compiler asks for one more with each new channel. */
const inputs: AllInputs<WholeStudio> = {
  'studio.status': () => ({}),
  'studio.condition': () => ({}),
  'studio.setUp': () => studioInput(),
  'studio.createDemo': () => ({}),
  'studio.answerPlace': () => ({ answer: 'moved' }),
  'studio.rename': () => ({ name: 'Hill Street Studio' }),
  'studio.setCountry': () => ({ country: 'AT' }),
  'studio.countryTold': () => ({}),
  'policy.current': () => ({}),
  'policy.versions': () => ({}),
  'policy.save': () => ({
    effectiveFrom: '2026-04-01',
    policy: { ...defaultPolicy('EUR'), forgivenNoShows: 0 },
  }),
  'policy.autoLock': () => ({}),

  'staff.list': () => ({}),
  'staff.session': () => ({}),
  'staff.signIn': ({ people }) => ({ staffId: people.staff.desk.id, pin: people.staff.desk.pin }),
  'staff.approve': ({ people: { staff } }) => {
    const { id: staffId, pin } = staff.manager
    return { staffId, pin, action: 'waive', subject: 'a'.repeat(64) }
  },
  'staff.pinRule': () => ({}),
  'staff.recovery': () => ({}),
  'staff.makeRecoveryCode': () => ({}),
  'staff.recover': ({ people, stock }) => ({
    code: stock.recoveryCode,
    staffId: people.staff.manager.id,
    pin: '40817',
  }),
  'staff.signOut': () => ({}),
  'staff.members': () => ({}),
  'staff.add': () => ({ name: 'Nia New', role: 'front_desk', trainerId: null, pin: '49271' }),
  'staff.change': ({ people }) => ({
    staffId: people.staff.desk.id,
    name: 'Dana Door',
    role: 'front_desk',
    trainerId: null,
  }),
  'staff.setPin': ({ people }) => ({ staffId: people.staff.desk.id, pin: '90517' }),
  'staff.deactivate': ({ people }) => ({ staffId: people.staff.desk.id }),
  'staff.reactivate': ({ stock }) => ({ staffId: stock.leftStaff }),
  'staff.messages': ({ people }) => ({ staffId: people.staff.trainer.id }),
  'staff.saveMessages': ({ people }) => ({ staffId: people.staff.trainer.id, ...toldOfAll }),
  'staff.move': ({ people }) => ({ staffId: people.staff.desk.id, position: 0 }),

  'catalog.list': () => ({}),
  'catalog.manage': () => ({}),
  'catalog.addTrainer': () => ({ name: 'Tara Tall', hue: 2, week }),
  'catalog.changeTrainer': ({ people }) => ({ trainerId: people.ben, name: 'Ben Oak', hue: 4 }),
  'catalog.setWeek': ({ people }) => ({ trainerId: people.ben, week }),
  'catalog.setOverride': ({ people }) => ({
    trainerId: people.ben,
    date: '2026-05-01',
    spans: [[600, 720]],
  }),
  'catalog.addTimeOff': ({ people }) => ({ trainerId: people.ben, ...away, reason: 'Course' }),
  'catalog.removeTimeOff': ({ stock }) => ({ timeOffId: stock.timeOff }),
  'catalog.addClosure': () => ({ ...away, reason: 'Holiday' }),
  'catalog.removeClosure': ({ stock }) => ({ closureId: stock.closure }),
  'catalog.addRoom': () => ({ name: 'Red room', kind: 'room' }),
  'catalog.changeRoom': ({ stock }) => ({ roomId: stock.room, name: 'Bike', kind: 'equipment' }),
  'catalog.addService': () => service,
  'catalog.changeService': ({ people }) => ({ serviceId: people.stretching, ...service }),
  'catalog.retire': ({ people }) => ({ kind: 'service', id: people.trial }),
  'appointments.toDecide': () => ({}),
  'appointments.settleTimes': () => ({ keep: 'wall', shown: { timesSettled: 1 } }),
  'appointments.unsettleTimes': () => ({ actId: settledAct, keep: 'wall' }),
  'catalog.retireConsequence': ({ stock }) => ({ kind: 'room', id: stock.room }),
  'catalog.roomsConsequence': ({ people, stock }) => ({
    serviceId: people.training,
    roomIds: [stock.room],
  }),
  'catalog.bringBack': ({ stock }) => ({ kind: 'trainer', id: stock.retiredTrainer }),
  'catalog.move': ({ people }) => ({ kind: 'service', id: people.trial, position: 0 }),

  'clients.search': () => ({ text: 'cleo' }),
  'clients.get': ({ stock }) => ({ clientId: stock.cleo }),
  'clients.sessions': ({ stock }) => ({ clientId: stock.cleo, when: 'past' }),
  'clients.similar': () => ({ name: 'Cleo Client' }),
  'clients.register': () => ({ name: 'Nils New', phone: '+49 170 1234567' }),
  'clients.update': ({ stock }) => ({ clientId: stock.cleo, name: 'Cleo Changed' }),
  'clients.duplicates': () => ({}),
  'clients.mergePreview': ({ stock }) => ({ keepId: stock.cleo, mergeId: stock.namesake }),
  'clients.merge': ({ stock }) => ({
    keepId: stock.cleo,
    mergeId: stock.namesake,
    fields: { name: 'keep', phone: 'keep', email: 'merge' },
  }),
  'clients.export': ({ stock }) => ({ clientId: stock.cleo, format: 'json' }),
  'clients.exportState': () => ({}),
  'clients.erasurePreview': ({ stock }) => ({ clientId: stock.gone }),
  'clients.erase': ({ stock }) => ({ clientId: stock.gone, confirmation: 'Gus Gone' }),

  'appointments.day': () => ({ date: '2026-03-02' }),
  'appointments.get': ({ stock }) => ({ appointmentId: stock.over }),
  'appointments.affected': ({ people }) => ({ trainerId: people.ana }),
  // Cleo is with Ana at the time, too.
  'appointments.create': ({ stock, people }) => ({
    trainerId: people.ben,
    serviceId: people.training,
    start: '2026-03-05T09:00',
    client: { kind: 'existing', clientId: stock.cleo },
    allowClientOverlap: true,
    exceptionReason: 'Brings a friend',
  }),
  'appointments.reschedule': ({ stock, people }) => ({
    appointmentId: stock.upcoming,
    trainerId: people.ben,
    start: '2026-03-05T15:00',
  }),
  'appointments.cancelConsequence': ({ stock }) => ({
    appointmentId: stock.upcoming,
    by: 'client',
  }),
  'appointments.cancel': ({ stock }) => ({
    appointmentId: stock.upcoming,
    by: 'client',
    reason: 'client_ill',
    refund: false,
  }),
  'appointments.reinstate': ({ stock }) => ({ appointmentId: stock.cancelled }),
  'appointments.checkIn': ({ stock }) => ({ appointmentId: stock.over }),
  'appointments.takeBackCheckIn': ({ stock }) => ({ appointmentId: stock.arrived }),
  'appointments.complete': ({ stock }) => ({ appointmentId: stock.arrived }),
  'appointments.takeBackCompletion': ({ stock }) => ({ appointmentId: stock.done }),
  'appointments.noShowConsequence': ({ stock }) => ({ appointmentId: stock.over }),
  'appointments.noShow': ({ stock }) => ({
    appointmentId: stock.over,
    refund: false,
    shown: { feeMinor: 5_500 },
  }),
  'appointments.changePaymentSource': ({ stock }) => ({
    appointmentId: stock.upcoming,
    funding: { kind: 'package', clientPackageId: stock.package },
  }),
  'appointments.takeBackNoShow': ({ stock }) => ({ appointmentId: stock.missed }),

  ...validMoneyInputs,
  'fees.list': ({ stock }) => ({ clientId: stock.cleo }),
  'fees.open': () => ({}),
  'fees.waive': ({ stock }) => ({ feeId: stock.fee, reason: 'illness' }),
  'fees.takeBackWaiver': ({ stock }) => ({ feeId: stock.waivedFee, shown: { feeMinor: 2_750 } }),

  'groups.get': ({ stock }) => ({ appointmentId: stock.group }),
  'groups.schedule': ({ stock, people }) => ({
    trainerId: people.ana,
    serviceId: stock.groupService,
    start: '2026-03-07T09:00',
  }),
  'groups.addSeat': ({ stock }) => ({ appointmentId: stock.group, client: someoneNew }),
  'groups.checkInAll': ({ stock }) => ({ appointmentId: stock.group }),
  'groups.takeBackCheckIns': ({ stock }) => ({
    appointmentId: stock.arrivedGroup,
    seatIds: stock.arrivedSeats,
  }),
  'groups.cancelConsequence': ({ stock }) => ({ appointmentId: stock.group }),
  'groups.cancel': ({ stock }) => ({
    appointmentId: stock.group,
    reason: 'trainer_unavailable',
    refund: true,
  }),
  'groups.changeCapacity': ({ stock }) => ({ appointmentId: stock.group, capacity: 8 }),
  'groups.joinWaitlist': ({ stock }) => ({ appointmentId: stock.full, client: someoneNew }),
  'groups.lostSeats': ({ stock }) => allOf(stock.cancelledGroup),
  'groups.reinstate': ({ stock }) => allOf(stock.cancelledGroup),
  'groups.rejoinWaitlist': ({ stock }) => ({ waitlistId: stock.waiting }),
  'groups.leaveWaitlist': ({ stock }) => ({ waitlistId: stock.waiting }),
  'groups.offerSeat': ({ stock }) => ({ waitlistId: stock.waiting }),

  'series.preview': (studio) => weekly(studio),
  'series.get': ({ stock }) => ({ appointmentId: stock.repeated }),
  'series.create': (studio) => weekly(studio),
  'series.previewFollowing': ({ stock, people }) => ({
    appointmentId: stock.repeated,
    trainerId: people.ben,
    time: '11:00',
  }),
  'series.changeFollowing': ({ stock, people }) => ({
    appointmentId: stock.repeated,
    trainerId: people.ben,
    time: '11:00',
  }),
  'series.paidSingly': (studio) => weekly(studio),
  'series.previewPutBack': (studio) => reinstated(studio),
  'series.putBack': (studio) => reinstated(studio),
  'series.endConsequence': ({ stock }) => ({ appointmentId: stock.repeated, by: 'client' }),
  'series.cancelFollowing': ({ stock }) => ({
    appointmentId: stock.repeated,
    by: 'client',
    reason: 'client_request',
  }),

  'earnings.list': () => ({ from: '2026-03-01', until: '2026-03-31' }),
  'earnings.rates': () => ({}),
  'earnings.setRate': ({ people }) => ({
    trainerId: people.ana,
    effectiveFrom: '2026-04-01',
    rate: { kind: 'flat', value: 3_000 },
  }),
  'earnings.export': () => ({ period: { from: '2026-03-01', until: '2026-03-31' } }),
  'earnings.exportState': () => ({}),
  'earnings.lockPeriod': () => ({
    period: { from: '2026-02-01', until: '2026-02-28' },
    totalMinor: 0,
  }),

  'drawer.status': () => ({}),
  'drawer.history': () => ({}),
  'drawer.report': ({ stock }) => ({ drawerId: stock.closedDrawer }),
  'payments.confirmClock': () => ({ day: '2026-03-02' }),
  'drawer.open': () => ({ floatMinor: 5_000, reason: 'From the bank' }),
  'drawer.move': () => ({ kind: 'drop', amountMinor: 1_000, reason: 'To the bank' }),
  'drawer.reverse': ({ stock }) => ({ movementId: stock.movementId }),
  'drawer.count': ({ stock }) => ({
    drawerId: stock.drawerId,
    count: { by: 'pieces', pieces: { 5_000: 2 } },
  }),
  'drawer.close': ({ stock: { drawerId, countId } }) => ({ drawerId, countId, reason: 'Lost' }),
  'day.closing': () => ({}),
  'day.close': () => ({ date: '2026-02-28' }),
  'day.report': ({ stock }) => ({ dayId: stock.dayId }),

  'activity.list': () => ({}),
  'events.list': () => ({}),
  'events.get': () => ({ seq: 1 }),
  'events.subscriptions': () => ({}),
  'events.broker': () => ({}),
  'events.failures': () => ({}),
  'events.volume': () => ({}),
  'events.job': () => ({}),
  'events.replay': ({ stock }) => ({ deadLetterId: stock.deadLetter }),
  'events.discard': ({ stock }) => ({ deadLetterId: stock.deadLetter, reason: 'Out of paper' }),
  'events.pause': () => ({ subscription: 'messages' }),
  'events.resume': () => ({ subscription: 'messages' }),
  'events.verify': () => ({}),
  'events.rebuild': () => ({ projection: 'analytics' }),
  'events.cancelJob': () => ({}),
  'events.prune': () => ({ before: '2026-01-01' }),

  'messages.outbox': () => ({}),
  'sync.status': () => ({}),
  // Nothing listens there: connecting fails after the command has answered.
  'sync.pair': () => ({ endpointUrl: 'http://127.0.0.1:1', code: 'ABCD-EFGH' }),
  'sync.unlock': () => ({ passphrase }),
  'sync.now': () => ({}),
  'sync.disconnect': () => ({}),
  'sync.beginEpoch': () => ({}),
  'sync.export': () => ({}),
  'sync.exportState': () => ({}),
  'sync.rejections': () => ({}),
  'messages.retry': ({ stock }) => ({ messageId: stock.failedMessage }),
  'messages.settings': () => ({}),
  'messages.saveSettings': () => plainSettings(1),
  'messages.test': () => ({ to: 'mara@harbour.example' }),
  'messages.testResult': () => ({}),
  'calendar.feeds': () => ({}),
  'calendar.show': ({ people }) => ({ trainerId: people.ana }),
  'backups.state': () => ({}),
  'backups.make': () => ({}),
  'backups.cancel': () => ({}),
  'backups.show': () => ({}),
  'analytics.counters': () => ({ from: '2026-03-01', through: '2026-03-31' }),
}

/**
 * An input for every channel there is, which the whole studio answers with a yes: with the version of
 * what it edits, as it stands when it is asked for. What a command needs done before it is in
 * {@link before}.
 */
export const validInputs = allAsSeen(inputs)

const away = { start: '2026-08-03T09:00', end: '2026-08-03T18:00' }
const service = {
  name: 'Boxing',
  durationMinutes: 45,
  priceMinor: 4_000,
  hue: 6,
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 10,
  capacity: null,
  roomIds: [],
}
const someoneNew = { kind: 'new', client: { name: 'Nora Next' } } as const

const weekly = ({ stock, people }: WholeStudio) => ({
  clientId: stock.cleo,
  serviceId: people.training,
  trainerId: people.ben,
  start: '2026-03-11T09:00',
  weekdays: [3],
  intervalWeeks: 1,
  until: { kind: 'count' as const, count: 2 },
})

const allOf = (appointmentId: string) => ({ appointmentId, seatIds: [], waitlistIds: [] })

const reinstated = ({ stock, people }: WholeStudio) => ({
  sessions: [
    {
      appointmentId: stock.repeated,
      slot: { trainerId: people.ben, start: '2026-03-10T11:00' },
    },
  ],
})

function closeDrawer(studio: WholeStudio): void {
  const { drawerId, countId } = studio.stock
  valueOf(studio.command('drawer.close', { drawerId, countId, reason: 'As counted' }))
}

/** What a manager does before a command, where the whole studio is not yet in the state for it. */
export const before: { readonly [N in CommandName]?: (studio: WholeStudio) => void } = {
  'drawer.open': closeDrawer,
  'day.close': closeDrawer,
  'appointments.settleTimes': partTimes,
  'appointments.unsettleTimes': settleParted,
  'groups.checkInAll': (studio) => studio.at('2026-03-06T08:00'),
  'payments.payOut': (studio) => {
    const items = [{ kind: 'top_up' as const, amountMinor: 500 }]
    const { cleo: clientId } = studio.stock
    valueOf(studio.command('payments.sell', { clientId, items, ...card(500) }))
  },
  'events.resume': (studio) =>
    void valueOf(studio.command('events.pause', { subscription: 'messages' })),
  'calendar.show': (studio) => {
    const file = studio.app.calendars.fileOf(studio.people.ana)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, 'BEGIN:VCALENDAR')
  },
  'groups.rejoinWaitlist': (studio) =>
    void valueOf(studio.command('groups.leaveWaitlist', { waitlistId: studio.stock.waiting })),
  'sync.unlock': connectNowhere,
  'sync.now': connectNowhere,
  'sync.disconnect': connectNowhere,
  'sync.export': connectNowhere,
  'sync.beginEpoch': (studio) => {
    connectNowhere(studio)
    studio.app.work.run(onItsOwn(), (tx) => stopLink(tx, 'fork', 1))
  },
  'backups.cancel': (studio) => void valueOf(studio.command('backups.make', {})),
  'backups.show': ({ app, file, people }) =>
    void app.database
      .prepare('INSERT INTO backups (id, file, bytes, made_at, made_by) VALUES (?, ?, 1, ?, ?)')
      .run(newId(), file, app.work.now(), people.staff.manager.id),
  // Nobody listens there: the test message fails after the command has answered.
  'messages.test': (studio) =>
    void valueOf(studio.command('messages.saveSettings', plainSettings(1))),
}

/**
 * Who may give a command and is refused all the same: what only an empty file allows, and what the
 * desk needs a manager's PIN for. Nothing else is.
 */
export const refusedAnyway: {
  readonly [N in ChannelName]?: Partial<Record<Role | 'nobody', string>>
} = {
  'studio.setUp': everyone('studio_exists'),
  'studio.createDemo': everyone('studio_exists'),
  'studio.answerPlace': everyone('place_not_asked'),
  'fees.waive': { front_desk: 'approval_needed' },
  'payments.void': { front_desk: 'approval_needed' },
  'packages.refund': { front_desk: 'approval_needed' },
}

function everyone(code: string) {
  return { nobody: code, front_desk: code, trainer: code, manager: code }
}
