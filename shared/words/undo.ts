const sold = {
  title: 'A payment is not undone',
  body: 'Void its receipt today, or refund it: on the appointment, or in the client’s profile.',
}
const refunded = {
  title: 'A refund is not undone',
  body: 'Take the payment again. It gets a receipt of its own.',
}

const handled = {
  title: 'That is not undone',
  body: 'What is done with an event is remembered by the handlers that have seen it.',
}
const connected = {
  title: 'What was done with the cloud is not undone',
  body: 'Connect or disconnect under Settings, Cloud.',
}
const sent = { title: 'A message is not called back', body: 'Write to them again.' }

/** Words of taking back and doing again. */
export const undo = {
  undo: 'Undo what was done last',
  redo: 'Do it again',
  anything: 'Taken back',
  /** A seat that somebody had waited for. */
  backInLine: 'The seat is free again, and its client back on the waitlist',
  /** By the reverse that was carried out. */
  done: {
    'appointments.cancel': 'The session is cancelled',
    'appointments.reinstate': 'The session is back in the book',
    'appointments.reschedule': 'The session is moved back',
    'appointments.checkIn': 'Marked as arrived',
    'appointments.takeBackCheckIn': 'No longer marked as arrived',
    'appointments.complete': 'Marked as completed',
    'appointments.takeBackCompletion': 'No longer marked as completed',
    'appointments.noShow': 'Marked as not come',
    'appointments.takeBackNoShow': 'No longer marked as not come',
    'appointments.changePaymentSource': 'Paid as it was before',
    'groups.cancel': 'The group session is cancelled',
    'groups.reinstate': 'The group session is back in the book',
    'groups.leaveWaitlist': 'No longer on the waitlist',
    'groups.rejoinWaitlist': 'Back on the waitlist, at the same place',
    'appointments.settleTimes': 'The time is decided again',
    'appointments.unsettleTimes': 'The time is to be decided again',
    'series.cancelFollowing': 'The rest of the series is cancelled',
    'series.putBack': 'The series is back where it was',
    'clients.update': 'The client is as before',
    'fees.waive': 'The fee is let go',
    'fees.takeBackWaiver': 'The fee stands again',
  },
  nothing: 'There is nothing to undo',
  nothingAgain: 'There is nothing to redo',
  /** What is not undone, and what is done instead. By the command. */
  instead: {
    'payments.take': sold,
    'payments.sell': sold,
    'packages.sell': sold,
    'memberships.renew': sold,
    'payments.refund': refunded,
    'packages.refund': refunded,
    'payments.void': {
      title: 'A voided receipt stays void',
      body: 'Take the payment again. It gets a receipt of its own.',
    },
    'payments.payOut': {
      title: 'A pay-out is not undone',
      body: 'Void its receipt today, in the client’s profile.',
    },
    'staff.makeRecoveryCode': {
      title: 'The earlier recovery code stays void',
      body: 'The newest one is good. Make another one if it was not written down.',
    },
    'clients.register': {
      title: 'A new client stays on the list',
      body: 'Change, merge or erase them in their profile.',
    },
    'clients.merge': {
      title: 'Clients who were merged stay one',
      body: 'Register the other one again if they were two people.',
    },
    'clients.erase': {
      title: 'Somebody who was erased does not come back',
      body: 'Register them again if they want to be known.',
    },
    'packages.changeProduct': {
      title: 'A change to what is sold is not undone',
      body: 'Change it again. What was sold keeps its terms.',
    },
    'memberships.resume': {
      title: 'The end of a pause is not undone',
      body: 'Pause the membership again.',
    },
    'groups.offerSeat': {
      title: 'An offer is not undone',
      body: 'Give the seat to somebody, or take the client off the waitlist.',
    },
    'drawer.open': {
      title: 'A drawer that was opened is not undone',
      body: 'Count and close it.',
    },
    'drawer.count': { title: 'A count is not undone', body: 'Count again before you close.' },
    'drawer.close': {
      title: 'A drawer that was closed stays closed',
      body: 'Open the drawer again with what is in it.',
    },
    'day.close': {
      title: 'A day that was closed stays closed',
      body: 'Its report is kept as it is.',
    },
    'earnings.setRate': {
      title: 'A rate is not undone',
      body: 'Set another one from the same day.',
    },
    'earnings.lockPeriod': {
      title: 'Days that were paid out stay locked',
      body: 'What changes later is a line on the first open day after them.',
    },
    'staff.setPin': { title: 'A PIN is not undone', body: 'Set another one.' },
    'events.replay': handled,
    'events.discard': handled,
    'events.rebuild': handled,
    'events.pause': { title: 'A pause is not undone', body: 'Resume the handler in its row.' },
    'events.resume': {
      title: 'The end of a pause is not undone',
      body: 'Pause the handler in its row.',
    },
    'events.prune': {
      title: 'What was archived stays in the archive',
      body: 'It is in a file beside the studio’s, and is read there.',
    },
    'messages.retry': sent,
    'messages.test': sent,
    'messages.saveSettings': {
      title: 'The mail server’s settings are not undone',
      body: 'Enter them again under Settings, Messages.',
    },
    'sync.pair': connected,
    'sync.disconnect': connected,
    'sync.beginEpoch': connected,
  },
  /** Of anything else whose answer named no way back. */
  insteadOfAny: {
    title: 'What was done last is not undone',
    body: 'Change it again where you did it.',
  },
  putThere: (time: string): string => `Put it at ${time}`,
  slotTaken: 'It cannot go back: its time is taken',
  nearest: (time: string, trainer: string): string => `Free instead: ${time} with ${trainer}.`,
  nothingFree: 'Nobody is free for it on that day.',
  bookThere: (time: string): string => `Book ${time}`,
} as const
