import type { Rules, Verdict } from './rule.ts'
import type { StudioModel } from './studio-model.ts'

const findAway = (model: StudioModel, away: string) => model.away.findIndex(({ id }) => id === away)

function stretchOf(model: StudioModel, { start, end }: { start: string; end: string }) {
  return { start: model.clock.momentAfter(start), end: model.clock.momentAfter(end) }
}

function judgeAway(
  model: StudioModel,
  stretch: { readonly start: string; readonly end: string },
): Verdict {
  const { start, end } = stretchOf(model, stretch)
  return end > start ? 'ok' : 'end_before_start'
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
    must: () => 'ok',
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
