import { nothingTaken, type Rules, type Taken, type Verdict } from './rule.ts'
import { judgeInBook } from './judge-slot.ts'
import { isActive, type Session, type StudioModel } from './studio-model.ts'

const findAway = (model: StudioModel, away: string) => model.away.findIndex(({ id }) => id === away)

function stretchOf(model: StudioModel, { start, end }: { start: string; end: string }) {
  return { start: model.clock.momentAfter(start), end: model.clock.momentAfter(end) }
}

function judgeAway(
  model: StudioModel,
  stretch: {
    readonly start: string
    readonly end: string
    readonly removedId?: string | undefined
  },
): Verdict {
  // What is undone may be over for long, and comes back once.
  const { removedId } = stretch
  if (removedId !== undefined && findAway(model, removedId) >= 0) return 'away_back'
  if (removedId === undefined && judgeInBook(model, stretch.end) !== 'ok') return 'outside_book'
  const { start, end } = stretchOf(model, stretch)
  return end > start ? 'ok' : 'end_before_start'
}

/** The sessions to come that are left with something. */
function keptBy(model: StudioModel, isConcerned: (session: Session) => boolean): number {
  return [...model.sessions.values()].filter(
    (session) =>
      isActive(session) &&
      session.end > model.now &&
      (session.own === null || ['booked', 'checked_in'].includes(session.own.status)) &&
      isConcerned(session),
  ).length
}

function leftByRetiring(model: StudioModel, kind: string, id: string): Taken {
  if (model.retired.has(id)) return nothingTaken
  const isUsed = (room: string) => room !== id && !model.retired.has(room)
  const without = model.services.filter(
    (service) =>
      !model.retired.has(service.id) && service.rooms.includes(id) && !service.rooms.some(isUsed),
  )
  return {
    ...nothingTaken,
    sessionsKept: keptBy(model, ({ trainerId, serviceId, roomId }) =>
      [trainerId, serviceId, roomId].includes(id),
    ),
    servicesWithoutRoom: kind === 'room' ? without.length : 0,
  }
}

function leftByRooms(model: StudioModel, serviceId: string, after: readonly string[]): Taken {
  const { rooms } = model.service(serviceId)
  const isSame = rooms.length === after.length && rooms.every((room) => after.includes(room))
  if (isSame || after.length === 0) return nothingTaken
  const isLeft = after.some((room) => !model.retired.has(room))
  return {
    ...nothingTaken,
    sessionsKept: keptBy(
      model,
      (session) =>
        session.serviceId === serviceId &&
        (session.roomId === null || !after.includes(session.roomId)),
    ),
    servicesWithoutRoom: isLeft || model.retired.has(serviceId) ? 0 : 1,
  }
}

/** What can be booked, and when: hours, days off, and what is on the list. Nothing booked changes by it. */
export const catalogRules: Rules = {
  'catalog.addTimeOff': {
    must: judgeAway,
    become(model, { trainerId, start, end }, { id }) {
      model.away.push({ id, trainerId, ...stretchOf(model, { start, end }) })
    },
  },
  'catalog.addClosure': {
    must: judgeAway,
    become(model, { start, end }, { id }) {
      model.away.push({ id, trainerId: null, ...stretchOf(model, { start, end }) })
    },
  },
  'catalog.removeTimeOff': {
    must: (model, { timeOffId }) => (findAway(model, timeOffId) < 0 ? 'away_gone' : 'ok'),
    become(model, { timeOffId }) {
      model.away.splice(findAway(model, timeOffId), 1)
    },
  },
  'catalog.removeClosure': {
    must: (model, { closureId }) => (findAway(model, closureId) < 0 ? 'away_gone' : 'ok'),
    become(model, { closureId }) {
      model.away.splice(findAway(model, closureId), 1)
    },
  },
  'catalog.setOverride': {
    must: (model, { date }) => judgeInBook(model, date),
    become(model, { trainerId, date, spans }) {
      if (spans) model.dated.set(`${trainerId} ${date}`, spans)
      else model.dated.delete(`${trainerId} ${date}`)
    },
  },
  'catalog.setWeek': {
    must: () => 'ok',
    become(model, { trainerId, week }) {
      model.weeks.set(trainerId, week)
    },
  },
  'catalog.retire': {
    must: () => 'ok',
    takes: (model, { kind, id }) => leftByRetiring(model, kind, id),
    become(model, { id }) {
      model.retired.add(id)
    },
  },
  // The order of trainers and services is only how they are shown.
  'catalog.move': {
    must: () => 'ok',
    become(model, { kind, id, position }) {
      if (kind !== 'room') return
      const isGone = (room: string) => Number(model.retired.has(room))
      const order = model.rooms.toSorted((a, b) => isGone(a) - isGone(b))
      model.rooms = order.filter((room) => room !== id).toSpliced(position, 0, id)
    },
  },
  'catalog.bringBack': {
    must: () => 'ok',
    become(model, { id }) {
      model.retired.delete(id)
    },
  },
  'catalog.changeService': {
    must: () => 'ok',
    takes: (model, { serviceId, roomIds }) => leftByRooms(model, serviceId, roomIds),
    become(model, input) {
      const { durationMinutes: minutes, priceMinor: price, capacity, roomIds: rooms } = input
      const { bufferBeforeMinutes: before, bufferAfterMinutes: after } = input
      Object.assign(model.service(input.serviceId), {
        minutes,
        price,
        before,
        after,
        capacity,
        rooms,
      })
    },
  },
}
