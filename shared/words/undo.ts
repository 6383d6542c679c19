const sold = {
  title: 'A payment is not undone',
  body: 'Void its receipt today, or refund it: on the appointment, or in the client’s profile.',
}
const refunded = {
  title: 'A refund is not undone',
  body: 'Take the payment again. It gets a receipt of its own.',
}

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
  },
  putThere: (time: string): string => `Put it at ${time}`,
  slotTaken: 'It cannot go back: its time is taken',
  nearest: (time: string, trainer: string): string => `Free instead: ${time} with ${trainer}.`,
  nothingFree: 'Nobody is free for it on that day.',
  bookThere: (time: string): string => `Book ${time}`,
} as const
