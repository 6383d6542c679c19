import { howMany } from './event-counts.ts'

/** Words of the broker that carries events to their handlers, where there is one. */
export const broker = {
  label: 'Message broker',
  allSent: (place: string): string =>
    `Handlers get their events through ${place}. Everything is sent.`,
  sending: (place: string, waiting: number): string =>
    `Handlers get their events through ${place}. ${waits(waiting)}`,
  away: (place: string, since: string, span: string): string =>
    `${place} has been away since ${since}, for ${span}.`,
  wait: (waiting: number): string =>
    waiting === 0
      ? 'Nothing waits to be sent. The desk goes on.'
      : `${waits(waiting)} The desk goes on.`,
  triesIn: (wait: string): string => `FitFlow tries again in ${wait}.`,
  triesNow: 'FitFlow tries again now.',
  unread: 'How events reach their handlers could not be read.',
} as const

function waits(waiting: number): string {
  return `${howMany(waiting)} ${waiting === 1 ? 'waits' : 'wait'} to be sent.`
}
