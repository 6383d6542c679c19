import type { Named } from '../../name.ts'
import type { Empty } from './empty.ts'

const statusWords: Readonly<Record<string, string>> = {
  booked: 'is only booked',
  checked_in: 'has a client who has arrived',
  completed: 'is completed',
  no_show: 'is marked as not attended',
}

/** The book. See `../refusals.ts`. */
export const bookingRefusals = {
  series_too_short: (_: Empty) => ({
    message: 'No date is left in this series.',
    nextStep: 'Keep at least one date, or choose other days.',
  }),
  series_changed: (_: Empty) => ({
    message: 'The dates of the series have changed since they were shown.',
    nextStep: 'Look at the dates again and choose once more.',
  }),
  series_conflict: (p: { date: string; why: string }) => ({
    message: `${p.date} cannot be booked: ${p.why} Nothing was changed.`,
    nextStep: 'Skip that date, or choose another time or trainer for it.',
  }),
  not_in_series: (_: Empty) => ({
    message: 'This session does not repeat, or is over.',
    nextStep: 'Change it by itself.',
  }),
  trainer_busy: (p: { trainer: string; from: string; until: string }) => ({
    message: `${p.trainer} is busy until ${p.until} (booked from ${p.from}).`,
    nextStep: `Choose ${p.until} or later, or another trainer.`,
  }),
  client_busy: (p: { client: string; trainer: string; from: string; until: string }) => ({
    message: `${p.client} already has a session with ${p.trainer} from ${p.from} to ${p.until}.`,
    nextStep: 'Choose another time, or confirm that both are wanted.',
  }),
  outside_hours: (p: { trainer: string; hours: readonly { from: string; until: string }[] }) => ({
    message: `${p.trainer} is not working then (${p.hours.map(({ from, until }) => `${from} – ${until}`).join(', ') || 'day off'}).`,
    nextStep: 'Choose a time inside working hours, or ask a manager to allow it.',
  }),
  studio_closed: (p: { reason: string; until: string }) => ({
    message: `The studio is closed until ${p.until}${p.reason ? ` (${p.reason})` : ''}.`,
    nextStep: `Choose ${p.until} or later, or ask a manager to allow it.`,
  }),
  trainer_away: (p: { trainer: string; until: string }) => ({
    message: `${p.trainer} is away until ${p.until}.`,
    nextStep: `Choose ${p.until} or later, or another trainer.`,
  }),
  buffer_needed: (p: {
    trainer: string
    minutes: number
    from: string
    until: string
    free: string
  }) => ({
    message: `${p.trainer} needs ${p.minutes} min between this session and the one from ${p.from} to ${p.until}.`,
    nextStep: `The first free time is ${p.free}. Or ask a manager to allow less.`,
  }),
  room_busy: (p: { rooms: readonly string[]; until: string }) => ({
    message:
      p.rooms.length === 1
        ? `${p.rooms[0]} is taken until ${p.until}.`
        : `${p.rooms.join(', ')} are all taken; the first is free at ${p.until}.`,
    nextStep: `Choose ${p.until} or later${p.rooms.length === 1 ? ', or another room' : ''}.`,
  }),
  room_not_found: (_: Empty) => ({
    message: 'This session cannot take place in that room.',
    nextStep: 'Choose another room.',
  }),
  no_room_left: (p: { service: string }) => ({
    message: `${p.service} needs a room, and every room it can use is retired.`,
    nextStep:
      'A manager can give it another room, or say that it needs none: Settings, Services and rooms.',
  }),
  moved_after_check_in: (_: Empty) => ({
    message: 'Somebody is checked in for this session, and nobody can be here on a day to come.',
    nextStep: 'Undo the check-in first, then move it.',
  }),
  times_agree: (_: Empty) => ({
    message: 'The time of this session is not to be decided any more.',
    nextStep: 'Nothing is left to be done.',
  }),
  time_cannot_stand: (p: { date: string; why: string }) => ({
    message: `The session of ${p.date} cannot stand there: ${p.why} Nothing was changed.`,
    nextStep: 'Decide about all of them at once, or move one of the two by hand.',
  }),
  room_gone: (_: Empty) => ({
    message: 'This room does not exist any more.',
    nextStep: 'Choose another one from the list.',
  }),
  away_gone: (_: Empty) => ({
    message: 'This closure or time off was taken away meanwhile.',
    nextStep: 'Nothing is left to be done.',
  }),
  away_back: (_: Empty) => ({
    message: 'This closure or time off was brought back already.',
    nextStep: 'Nothing is left to be done.',
  }),
  exception_reason_needed: (_: Empty) => ({
    message: 'What is outside the rules needs a reason.',
    nextStep: 'Say why in a few words.',
  }),
  time_does_not_exist: (p: { time: string; timeZone: string; next: string }) => ({
    message: `${p.time} does not exist on that day: the clocks go forward in ${p.timeZone}.`,
    nextStep: `Choose ${p.next} or later.`,
  }),
  end_before_start: (p: { start: string; end: string }) => ({
    message: `The end (${p.end}) is not after the start (${p.start}).`,
    nextStep: 'Choose a later end.',
  }),
  too_long: (p: { maximumHours: number }) => ({
    message: `A session lasts at most ${p.maximumHours} hours.`,
    nextStep: 'Choose an earlier end.',
  }),
  appointment_not_found: (_: Empty) => ({
    message: 'This appointment does not exist.',
    nextStep: 'Go back to the day and choose again.',
  }),
  service_is_group: (p: { service: string }) => ({
    message: `${p.service} is a group: nobody has all of it to themselves.`,
    nextStep: 'Open its session and give the client a seat, or put a new session into the day.',
  }),
  service_is_private: (p: { service: string }) => ({
    message: `${p.service} is for one client, so it has no seats.`,
    nextStep: 'Choose the client, or another service.',
  }),
  seat_not_found: (_: Empty) => ({
    message: 'Nobody has this place in the group.',
    nextStep: 'Open the session again and choose a client.',
  }),
  appointment_cancelled: (_: Empty) => ({
    message: 'This appointment is already cancelled.',
    nextStep: 'Book a new one, or take the cancellation back.',
  }),
  appointment_not_cancelled: (_: Empty) => ({
    message: 'This appointment is not cancelled, so there is nothing to take back.',
    nextStep: 'Go back to the day.',
  }),
  status_forbids: (p: { act: string; status: string }) => ({
    message: `That cannot be done: the session ${statusWords[p.status] ?? 'has changed'}.`,
    nextStep: 'Look at the session again; what was marked can be taken back there.',
  }),
  check_in_too_early: (p: { day: string }) => ({
    message: `This session is on ${p.day}: nobody can be here for it yet.`,
    nextStep: 'Check in on its day.',
  }),
  not_started: (_: Empty) => ({
    message: 'The session has not started yet.',
    nextStep: 'Mark it as completed once it has begun; it can be paid before.',
  }),
  no_show_too_early: (p: { from: string }) => ({
    message: `The client may still come: not before ${p.from}.`,
    nextStep: `Mark it from ${p.from} on, or cancel the session.`,
  }),
  told_in_future: (_: Empty) => ({
    message: 'The client cannot have told the studio later than now.',
    nextStep: 'Enter when the client told the studio.',
  }),
  told_before_booking: (_: Empty) => ({
    message: 'The client cannot have cancelled before the session was booked.',
    nextStep: 'Enter a time after the booking.',
  }),
  already_there: (_: Empty) => ({
    message: 'The appointment is already at that time with that trainer.',
    nextStep: 'Choose another time or trainer.',
  }),
  trainer_not_found: (_: Empty) => ({
    message: 'This trainer does not work here any more.',
    nextStep: 'Choose another trainer.',
  }),
  trainer_exists: (p: { name: string }) => ({
    message: `There is a trainer called ${p.name} already.`,
    nextStep: 'Add a last name or an initial, so that the two can be told apart.',
  }),
  service_exists: (p: { name: string }) => ({
    message: `There is a service called ${p.name} already.`,
    nextStep: 'Add what tells the two apart, for example their length.',
  }),
  room_exists: (p: { name: string }) => ({
    message: `There is a room or a piece of equipment called ${p.name} already.`,
    nextStep: 'Add a number or where it is, so that the two can be told apart.',
  }),
  retired_exists: (p: { kind: Named; id: string; name: string }) => ({
    message: `There was one called ${p.name} before, which is off the list.`,
    nextStep: 'Bring it back, or save this one anyway if it is another.',
  }),
  service_not_found: (_: Empty) => ({
    message: 'This service is not offered any more.',
    nextStep: 'Choose another service.',
  }),
  outside_book: (p: { from: string; until: string }) => ({
    message: `The book is kept from ${p.from} to ${p.until}.`,
    nextStep: 'Look at the date again, its year above all.',
  }),
  undo_too_late: (_: Empty) => ({
    message: 'This was done more than a day ago and can no longer be undone by itself.',
    nextStep: 'Open the session and change what is not right.',
  }),
  undo_overtaken: (_: Empty) => ({
    message: 'It was changed again since, so this can no longer be undone.',
    nextStep: 'Undo the later change first, or open it and change what is not right.',
  }),
  client_not_found: (_: Empty) => ({
    message: 'This client does not exist any more.',
    nextStep: 'Search again, or register a new client.',
  }),
}
