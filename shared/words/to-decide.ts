/** Words of the sessions that somebody has to decide about. */
export const toDecide = {
  title: 'To decide',
  button: (count: number): string => `To decide: ${count}`,
  hint: 'These sessions are booked, but cannot simply take place as they are. Nothing is moved or cancelled by itself.',
  session: (who: string, service: string, trainer: string): string =>
    `${who} · ${service} · ${trainer}`,
  when: (day: string, time: string): string => `${day}, ${time}`,
  class: 'Class',
  open: 'Open',
  openLabel: (who: string, when: string): string => `Open ${who}, ${when}`,
  more: (count: number): string => `and ${count} more, later than these`,
  trainerRetired: (trainer: string): string =>
    `${trainer} takes no bookings any more. Give it to somebody else, or cancel it.`,
  roomRetired: (room: string): string =>
    `${room} is retired. Move it to another room, or cancel it.`,
  roomNotUsed: (room: string, service: string): string =>
    `${service} does not take place in ${room} any more. Move it to another room.`,
  roomMissing: (service: string): string =>
    `${service} needs a room, and this session has none. Move it to one.`,
  timeDiffers: (agreed: string, shown: string): string =>
    `Agreed for ${agreed}. The rules of the clock have changed since, and it now stands at ${shown}. Until you decide, nobody is reminded of it or told a time.`,
  keep: (time: string): string => `Keep ${time}`,
  keepLabel: (time: string, who: string): string => `Keep ${time} for ${who}`,
  manyTimes: (count: number): string =>
    `${count} sessions stand at another time than was agreed, because the rules of the clock have changed.`,
  manyHelp:
    'With the agreed times nobody has to be told anything. Where the moment stays, clients and trainers are told their new time.',
  keepAllAgreed: 'Keep all agreed times',
  keepAllMoments: 'Keep all moments',
  settled: (count: number): string =>
    count === 1 ? 'The time is decided' : `${count} times are decided`,
} as const
