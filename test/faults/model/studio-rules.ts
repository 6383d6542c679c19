import { isDeepStrictEqual } from 'node:util'
import type { InputOf } from '../../../shared/contract.ts'
import type { Contracts } from '../../../shared/contracts.ts'
import type { Seen } from '../../support/as-seen.ts'
import { judgeCash } from './settle-model.ts'
import { firstOf, holds, type Rules, type Verdict } from './rule.ts'
import { meetClient } from './booking-rules.ts'
import { momentIn } from './judge-slot.ts'
import { endOf, hoursOn, waitingIn, type Client, type StudioModel } from './studio-model.ts'

type Close = InputOf<Contracts['drawer.close']>
type Policy = Seen<'policy.save'>

function judgeDrawer(model: StudioModel, drawerId: string): Verdict {
  const drawer = model.drawers.find(({ id }) => id === drawerId)
  if (!drawer) return 'drawer_not_found'
  return drawer.isOpen ? 'ok' : 'drawer_already_closed'
}

function judgeClose(model: StudioModel, { drawerId, countId, reason }: Close): Verdict {
  const open = judgeDrawer(model, drawerId)
  if (open !== 'ok') return open
  const { count, expected } = model.openDrawer!
  if (count?.id !== countId || count.expected !== expected) return 'drawer_count_old'
  const tolerance = model.policyOn(count.day).drawerToleranceMinor
  const isOff = Math.abs(count.counted - expected) > tolerance
  return isOff && reason === undefined ? 'drawer_reason_needed' : 'ok'
}

/**
 * The sessions of a day, one for each client, of which nobody has said what became of them, and the
 * classes to come that nobody is in.
 */
export function openOn(model: StudioModel, date: string): readonly { readonly end: number }[] {
  const empty = [...model.sessions.values()].filter(
    ({ own, cancelled, end, seats }) =>
      !own && !cancelled && end > model.now && seats.every(({ status }) => status === 'cancelled'),
  )
  return model.attendances
    .filter(({ status }) => status === 'booked' || status === 'checked_in')
    .map(({ appointmentId }) => model.sessions.get(appointmentId)!)
    .concat(empty)
    .filter((session) => model.dayOf(session) === date)
}

/** What was paid out of today's drawers, by hand and of balances, and not taken back. */
function paidOutToday(model: StudioModel): number {
  const byHand = model.drawers
    .filter(({ openedOn }) => openedOn === model.today)
    .flatMap((drawer) => [...drawer.byHand.values()])
    .filter(({ amount, reversed }) => amount < 0 && !reversed)
    .reduce((sum, { amount }) => sum - amount, 0)
  return model.payOuts
    .filter(({ day, method, voided }) => day === model.today && method === 'cash' && !voided)
    .reduce((sum, { amount }) => sum + amount, byHand)
}

/** Whether something was booked, taken or counted on a day, or somebody had hours that were not all closed. */
function wasOpen(model: StudioModel, date: string): boolean {
  const happened =
    [...model.sessions.values()].some((session) => model.dayOf(session) === date) ||
    model.receiptDays.has(date) ||
    model.drawers.some(({ openedOn }) => openedOn === date)
  if (happened) return true
  if (date < model.firstDay) return false
  const closures = model.away
    .filter(({ trainerId }) => trainerId === null)
    .toSorted((a, b) => a.start - b.start)
  return model.trainers
    .flatMap((trainerId) => hoursOn(model, trainerId, date))
    .some((span) => {
      const [from, until] = span.map((at) => momentIn(model, date, at))
      let open = from!
      for (const { start, end } of closures) if (start <= open && open < end) open = end
      return open < until!
    })
}

const sumOf = (pieces: Readonly<Record<string, number>>) =>
  Object.entries(pieces).reduce((sum, [piece, count]) => sum + Number(piece) * count, 0)

/** The cash drawer and the end of the day. */
const drawerRules: Rules = {
  'drawer.open': {
    must(model, { floatMinor, reason }) {
      if (model.openDrawer) return 'drawer_already_open'
      const left = model.drawers.at(-1)?.count?.counted
      const tolerance = model.policyOn(model.today).drawerToleranceMinor
      const isOff = left !== undefined && Math.abs(floatMinor - left) > tolerance
      return isOff && reason === undefined ? 'drawer_opening_reason_needed' : 'ok'
    },
    become(model, { floatMinor: expected }, { drawerId: id }) {
      const fresh = { isOpen: true, count: null, byHand: new Map() }
      model.drawers.push({ id, openedOn: model.today, expected, ...fresh })
    },
  },
  'drawer.move': {
    must(model, { kind, amountMinor }, who) {
      const cash = judgeCash(model, kind === 'paid_in' ? 0 : amountMinor)
      const limit = model.policyOn(model.today).refundLimitMinor
      const isOver = kind === 'paid_out' && amountMinor + paidOutToday(model) > limit
      const needsManager = isOver && who !== 'manager'
      return cash === 'ok' && needsManager ? 'approval_needed' : cash
    },
    become(model, { kind, amountMinor }, { movementId }) {
      const drawer = model.openDrawer!
      const amount = kind === 'paid_in' ? amountMinor : -amountMinor
      drawer.expected += amount
      drawer.byHand.set(movementId, { amount, reversed: false })
    },
  },
  'drawer.reverse': {
    must(model, { movementId }) {
      const drawer = model.drawers.find(({ byHand }) => byHand.has(movementId))
      if (!drawer) return 'movement_not_found'
      return firstOf(
        () => judgeCash(model),
        () => (drawer.isOpen ? 'ok' : 'drawer_already_closed'),
        () => (drawer.byHand.get(movementId)!.reversed ? 'movement_reversed' : 'ok'),
        () => judgeCash(model, Math.max(0, drawer.byHand.get(movementId)!.amount)),
      )
    },
    become(model, input, { movementId }) {
      const drawer = model.openDrawer!
      const moved = drawer.byHand.get(input.movementId)!
      moved.reversed = true
      drawer.expected -= moved.amount
      drawer.byHand.set(movementId, { amount: -moved.amount, reversed: false })
    },
  },
  'drawer.count': {
    must: (model, { drawerId }) => judgeDrawer(model, drawerId),
    become(model, { count }, { countId, expectedMinor }) {
      const drawer = model.openDrawer!
      const { expected } = drawer
      holds(expectedMinor === expected, `${expectedMinor} is expected instead of ${expected}`)
      const counted = count.by === 'amount' ? count.amountMinor : sumOf(count.pieces)
      drawer.count = { id: countId, expected, counted, day: model.today }
    },
  },
  'drawer.close': {
    must: judgeClose,
    become(model, _input, { varianceMinor }) {
      const drawer = model.openDrawer!
      const off = drawer.count!.counted - drawer.expected
      holds(off === varianceMinor, `the drawer is off by ${off}, not by ${varianceMinor}`)
      drawer.isOpen = false
    },
  },
  'day.close': {
    must(model, { date, ahead }) {
      if (date > model.today) return 'day_in_future'
      if (!wasOpen(model, date)) return 'day_not_open'
      const open = openOn(model, date)
      if (open.some(({ end }) => end <= model.now)) return 'day_unresolved'
      if (model.openDrawer && model.openDrawer.openedOn <= date) return 'day_drawer_open'
      return open.length === (ahead ?? 0) ? 'ok' : 'day_ahead'
    },
    become(model, { date }) {
      model.closes.push({ date, at: model.now })
    },
  },
}

function judgeErasing(model: StudioModel, { id, erased, balance }: Client): Verdict {
  if (erased) return 'client_erased'
  const sessions = [...model.sessions.values()].filter(({ end }) => end > model.now)
  const isComing = sessions.some(({ own, seats }) =>
    [...(own ? [own] : seats)].some(
      (one) => one.clientId === id && (one.status === 'booked' || one.status === 'checked_in'),
    ),
  )
  const isWaiting = sessions.some((one) => waitingIn(one).some(({ clientId }) => clientId === id))
  const owes = [...model.fees.values()].some(
    ({ clientId, state }) => clientId === id && (state === 'pending' || state === 'due'),
  )
  const hasCredits = [...model.packages.values()].some(
    ({ clientId, lots }) =>
      clientId === id && [...lots].some(([lot, left]) => left > 0 && lot >= model.today),
  )
  const isMember = [...model.memberships.values()].some(
    (one) => one.clientId === id && endOf(one) >= model.today,
  )
  const isOpen = isComing || isWaiting || owes || balance > 0 || hasCredits || isMember
  return isOpen ? 'client_not_settled' : 'ok'
}

function judgeMerge(model: StudioModel, keep: Client, gone: Client): Verdict {
  if (keep.id === gone.id) return 'same_client'
  if (keep.erased || gone.erased) return 'client_erased'
  const sharesOne = [...model.sessions.values()].some(({ seats }) =>
    [keep, gone].every(({ id }) =>
      seats.some((seat) => seat.clientId === id && seat.status !== 'cancelled'),
    ),
  )
  return sharesOne ? 'clients_share_session' : 'ok'
}

/** Everything of one client goes over to another. */
function merge(model: StudioModel, keep: Client, gone: Client): void {
  const owned = [
    ...model.attendances,
    ...model.sales,
    ...model.fees.values(),
    ...model.packages.values(),
    ...model.memberships.values(),
  ]
  for (const one of owned) if (one.clientId === gone.id) one.clientId = keep.id
  for (const session of model.sessions.values()) {
    const waits = waitingIn(session)
    const isSeated = session.seats.some(
      ({ clientId, status }) => [keep.id, gone.id].includes(clientId) && status !== 'cancelled',
    )
    // Whoever came first keeps the place.
    const theirs = waits.filter(({ clientId }) => [keep.id, gone.id].includes(clientId))
    for (const place of isSeated ? theirs : theirs.slice(1)) place.state = 'left'
    for (const place of session.line) if (place.clientId === gone.id) place.clientId = keep.id
  }
  keep.balance += gone.balance
  gone.balance = 0
  gone.mergedInto = keep.id
}

/** Clients: who is met, who turns out to be one, who wants to be forgotten. */
const clientRules: Rules = {
  'clients.register': {
    must: () => 'ok',
    become(model, client, { clientId }) {
      meetClient(model, clientId, client)
    },
  },
  'clients.update': {
    must: (model, { clientId }) => (model.client(clientId).erased ? 'client_erased' : 'ok'),
    become(model, { clientId, name, email, messagesConsent }) {
      const canBeWrittenTo = Boolean(email) && messagesConsent === true
      Object.assign(model.client(clientId), { name, canBeWrittenTo })
    },
  },
  'studio.rename': {
    must: () => 'ok',
    become: () => {},
  },
  'clients.merge': {
    must: (model, { keepId, mergeId }) =>
      judgeMerge(model, model.client(keepId), model.client(mergeId)),
    become(model, { keepId, mergeId }) {
      merge(model, model.client(keepId), model.client(mergeId))
    },
  },
  'clients.erase': {
    must: (model, { clientId }) => judgeErasing(model, model.client(clientId)),
    become(model, { clientId }) {
      // What undoing is done by may repeat what was typed of them.
      const client = model.client(clientId)
      for (const { id, own, seats } of model.sessions.values()) {
        const all = own ? [own] : seats
        const theirs = all.filter((part) => model.client(part.clientId).id === client.id)
        if (theirs.length === 0) continue
        const gone = own ? [id] : theirs.map(({ key }) => key)
        for (const each of gone) model.forgotten.add(each)
        for (const [formerId, { of }] of model.formers) {
          if (gone.includes(of)) model.formers.delete(formerId)
        }
      }
      Object.assign(client, { erased: true, canBeWrittenTo: false })
    },
  },
}

function judgePolicy(model: StudioModel, { effectiveFrom, policy }: Policy): Verdict {
  if (effectiveFrom < model.today) return 'policy_in_the_past'
  const before = model.policyOn(effectiveFrom)
  const keys = Object.keys(before) as (keyof typeof before)[]
  return keys.every((key) => before[key] === policy[key]) ? 'policy_unchanged' : 'ok'
}

/** What only a manager does: terms, rates, paying out. */
const managerRules: Rules = {
  'policy.save': {
    must: judgePolicy,
    become(model, { effectiveFrom: from, policy, begins }) {
      const others = model.policies.filter((one) => one.from !== from)
      // Of what is called off nothing is left.
      const without = others
        .filter((one) => one.from < from)
        .reduce((best, one) => (one.from >= best.from ? one : best))
      const isCalledOff = isDeepStrictEqual({ ...without.policy }, { ...policy })
      model.policies = !(begins ?? !isCalledOff) ? others : [...others, { from, policy }]
    },
  },
  'earnings.setRate': {
    must: (model, { effectiveFrom }) => (effectiveFrom < model.today ? 'rate_in_past' : 'ok'),
    become() {},
  },
  'earnings.lockPeriod': {
    must(model, { period: { from, until } }) {
      if (until >= model.today) return 'period_not_over'
      const isLocked = model.locked.some((one) => one.from <= until && one.until >= from)
      return isLocked ? 'period_locked_already' : 'ok'
    },
    become(model, { period }) {
      model.locked.push(period)
    },
  },
}

/** What is not a session and not a sale. */
export const studioRules: Rules = { ...drawerRules, ...clientRules, ...managerRules }
