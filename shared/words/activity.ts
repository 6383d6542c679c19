/** What an event line can name. A name that is not known any more is the fallback word. */
export interface EventNames {
  readonly client: string
  readonly trainer: string
  readonly service: string
  readonly staff: string
  readonly actor: string
  /** `Mon 23 Nov 09:30`, of the session the event is about. */
  readonly when: string
  readonly before: string
  readonly amount: string
  readonly receipt: string
  readonly method: string
  /** What was paid for: the session’s service, or the kind of thing. */
  readonly sold: string
  readonly reason: string
  readonly late: boolean
  /** Of a fee: what it is for. */
  readonly fee: string
  /** What kind of thing it was, where an event says so: `drop`. */
  readonly kind: string
  /** How it was decided which of two times stands; empty where it was not about that. */
  readonly settled: string
  /** The time that was agreed, of such a decision. */
  readonly agreed: string
}

/** Words of the activity list. */
export const activity = {
  title: 'Activity',
  filter: 'Show',
  families: {
    all: 'Everything',
    appointment: 'Bookings',
    seat: 'Group seats',
    waitlist: 'Waitlists',
    payment: 'Payments',
    balance: 'Balances',
    package: 'Packages',
    membership: 'Memberships',
    client: 'Clients',
    staff: 'People',
    drawer: 'Cash drawer',
    earning: 'Earnings',
    catalog: 'Catalogue',
  },
  list: 'What happened, newest first',
  today: 'Today',
  yesterday: 'Yesterday',
  theApp: 'FitFlow',
  someone: 'Someone',
  aClient: 'A client',
  theGroup: 'The group',
  aTrainer: 'a trainer',
  aService: 'a session',
  more: 'Show earlier',
  beginning: 'This is where the log begins.',
  emptyTitle: 'Nothing has happened yet',
  emptyBody: 'Bookings, payments and sign-ins appear here the moment they are made.',
  emptyFamilyBody: 'Nothing of this kind so far. Choose Everything to see the rest.',
  details: 'Details',
  number: 'Number',
  time: 'Time',
  by: 'By',
  receipt: 'Receipt',
  amount: 'Amount',
  type: 'Event',
  id: 'Event id',
  correlation: 'Correlation',
  hash: 'Hash',
  data: 'Data',
  erased: 'The data of this entry was erased. The entry itself stands.',
  hashHint: 'Each entry’s hash covers the one before it, so no entry can be changed unnoticed.',

  fees: { late_cancellation: 'cancelling late', no_show: 'not coming' },
  methods: { cash: 'cash', card: 'card', bank_transfer: 'bank transfer', account: 'balance' },
  /** What a payment was for, when it was for no session. */
  soldKinds: {
    session: 'a session',
    package: 'a package',
    membership: 'a membership',
    fee: 'a fee',
    top_up: 'their balance',
  },
  reasons: {
    illness: 'illness',
    emergency: 'an emergency',
    our_mistake: 'our mistake',
    client_request: 'the client asked',
    client_ill: 'the client is ill',
    trainer_unavailable: 'the trainer is unavailable',
    studio_closed: 'the studio is closed',
    booked_by_mistake: 'booked by mistake',
    cancellation: 'cancellation',
    goodwill: 'goodwill',
    wrong_amount: 'wrong amount',
    wrong_client: 'wrong client',
    wrong_item: 'wrong item',
    wrong_tender: 'wrong way of paying',
    other: 'another reason',
  },

  kinds: {
    paid_in: 'put into the drawer',
    paid_out: 'taken out of the drawer',
    drop: 'brought to the safe',
  },

  sentences: {
    'settings.changed': () => 'The studio’s settings were written',
    'policy.changed': () => 'The studio’s policy was changed',
    'studio.clock_confirmed': () => 'The day was confirmed that the clock shows',
    'studio.renamed': () => 'The studio was given another name',
    'studio.country_changed': () => 'The studio’s country was changed',
    'catalog.trainer_added': (p: EventNames) => `${p.trainer} joined as a trainer`,
    'catalog.trainer_changed': (p: EventNames) => `${p.trainer}’s name or colour was changed`,
    'catalog.trainer_moved': (p: EventNames) => `${p.trainer}’s column was moved`,
    'catalog.trainer_retired': (p: EventNames) => `${p.trainer} takes no new bookings`,
    'catalog.trainer_returned': (p: EventNames) => `${p.trainer} takes bookings again`,
    'catalog.week_changed': (p: EventNames) => `${p.trainer}’s weekly hours were changed`,
    'catalog.override_changed': (p: EventNames) => `${p.trainer}’s hours of one day were changed`,
    'catalog.time_off_added': (p: EventNames) => `${p.trainer} is away from ${p.when}`,
    'catalog.time_off_removed': (p: EventNames) =>
      `${p.trainer} is not away from ${p.when} after all`,
    'catalog.closure_added': (p: EventNames) => `The studio is closed from ${p.when}`,
    'catalog.closure_removed': (p: EventNames) =>
      `The studio is not closed from ${p.when} after all`,
    'catalog.room_added': () => 'A room or piece of equipment was added',
    'catalog.room_changed': () => 'A room or piece of equipment was changed',
    'catalog.room_moved': () => 'The rooms were put in another order',
    'catalog.room_retired': () => 'A room or piece of equipment is not used any more',
    'catalog.room_returned': () => 'A room or piece of equipment is used again',
    'catalog.service_added': (p: EventNames) => `${p.service} is offered now`,
    'catalog.service_changed': (p: EventNames) => `${p.service} was changed for new bookings`,
    'catalog.service_moved': (p: EventNames) => `${p.service} was moved in the price list`,
    'catalog.service_retired': (p: EventNames) => `${p.service} is not offered any more`,
    'catalog.service_returned': (p: EventNames) => `${p.service} is offered again`,
    'staff.added': (p: EventNames) => `${p.staff} was added to the staff`,
    'staff.signed_in': (p: EventNames) => `${p.staff} signed in`,
    'staff.pin_failed': (p: EventNames) => `Wrong PIN for ${p.staff}`,
    'staff.override_used': (p: EventNames) => `${p.staff} allowed an exception with their PIN`,
    'staff.changed': (p: EventNames) => `${p.staff}’s place on the staff list was changed`,
    'staff.pin_changed': (p: EventNames) => `${p.staff} got a new PIN`,
    'staff.recovery_code_made': (p: EventNames) => `${p.staff} got a new recovery code`,
    'staff.recovered': (p: EventNames) => `${p.staff} came in by the recovery code, with a new PIN`,
    'staff.messages_changed': (p: EventNames) => `What ${p.staff} is written to about was changed`,
    'staff.deactivated': (p: EventNames) => `${p.staff} was taken off the staff list`,
    'staff.reactivated': (p: EventNames) => `${p.staff} is back on the staff list`,
    'staff.moved': (p: EventNames) => `${p.staff} was moved on the staff list`,
    'staff.locked': (p: EventNames) => `${p.staff}’s window was locked`,
    'client.registered': (p: EventNames) => `${p.client} was registered`,
    'client.updated': (p: EventNames) => `What is known of ${p.client} was changed`,
    'client.merged': (p: EventNames) => `Two entries were merged into ${p.client}`,
    'client.exported': (p: EventNames) => `The data of ${p.client} was exported`,
    'client.erased': () => 'A client was erased',
    'backup.made': () => 'A backup of the studio was made',
    'appointment.created': (p: EventNames) =>
      `${p.client} was booked for ${p.service} with ${p.trainer}, ${p.when}`,
    'appointment.rescheduled': (p: EventNames) =>
      p.settled === 'wall'
        ? `The agreed time of ${p.client}’s ${p.service} with ${p.trainer} was kept: ${p.when}`
        : p.settled === 'instant'
          ? `${p.client}’s ${p.service} with ${p.trainer} was agreed for ${p.agreed} and is at ${p.when} now, by the new rules of the clock`
          : p.settled === 'undone'
            ? `The time of ${p.client}’s ${p.service} with ${p.trainer} is to be decided again: ${p.agreed} or ${p.when}`
            : `${p.client}’s ${p.service} moved from ${p.before} to ${p.when} with ${p.trainer}`,
    'appointment.cancelled': (p: EventNames) =>
      `${p.client}’s ${p.service} with ${p.trainer} was cancelled${p.late ? ' late' : ''}: ${p.reason}`,
    'group.capacity_changed': (p: EventNames) =>
      `The number of seats of ${p.service} with ${p.trainer} was changed, ${p.when}`,
    'seat.booked': (p: EventNames) =>
      `${p.client} got a seat in ${p.service} with ${p.trainer}, ${p.when}`,
    'waitlist.joined': (p: EventNames) => `${p.client} is waiting for ${p.service}, ${p.when}`,
    'waitlist.left': (p: EventNames) => `${p.client} no longer waits for ${p.service}, ${p.when}`,
    'waitlist.rejoined': (p: EventNames) =>
      `${p.client} waits for ${p.service}, ${p.when} after all`,
    'waitlist.offered': (p: EventNames) =>
      `${p.client} was offered a seat in ${p.service}, ${p.when}`,
    'waitlist.seated': (p: EventNames) =>
      `${p.client} left the waitlist of ${p.service} for a seat, ${p.when}`,
    'appointment.reinstated': (p: EventNames) =>
      `The cancellation of ${p.client}’s ${p.service} was taken back: ${p.when} with ${p.trainer}`,
    'appointment.checked_in': (p: EventNames) =>
      `${p.client} arrived for ${p.service} with ${p.trainer}`,
    'appointment.check_in_taken_back': (p: EventNames) =>
      `${p.client} was marked as arrived by mistake: ${p.service} with ${p.trainer}`,
    'appointment.completed': (p: EventNames) =>
      `${p.client}’s ${p.service} with ${p.trainer} took place`,
    'appointment.completion_taken_back': (p: EventNames) =>
      `${p.client}’s ${p.service} with ${p.trainer} was marked as completed by mistake`,
    'appointment.no_show': (p: EventNames) =>
      `${p.client} did not come to ${p.service} with ${p.trainer}`,
    'appointment.no_show_taken_back': (p: EventNames) =>
      `${p.client} was marked as not come by mistake: ${p.service} with ${p.trainer}`,
    'seat.checked_in': (p: EventNames) => `${p.client} arrived for ${p.service} with ${p.trainer}`,
    'seat.check_in_taken_back': (p: EventNames) =>
      `${p.client} was marked as arrived by mistake: ${p.service} with ${p.trainer}`,
    'seat.completed': (p: EventNames) => `${p.client} took part in ${p.service} with ${p.trainer}`,
    'seat.completion_taken_back': (p: EventNames) =>
      `${p.client} was marked as having taken part by mistake: ${p.service} with ${p.trainer}`,
    'seat.no_show': (p: EventNames) => `${p.client} did not come to ${p.service} with ${p.trainer}`,
    'seat.no_show_taken_back': (p: EventNames) =>
      `${p.client} was marked as not come by mistake: ${p.service} with ${p.trainer}`,
    'seat.cancelled': (p: EventNames) =>
      `${p.client} gave up the place in ${p.service} with ${p.trainer}${p.late ? ' late' : ''}: ${p.reason}`,
    'seat.reinstated': (p: EventNames) =>
      `${p.client} has the place in ${p.service} with ${p.trainer} again`,
    'appointment.payment_source_changed': (p: EventNames) =>
      `${p.client}’s ${p.service} with ${p.trainer} is paid from another source, ${p.when}`,
    'seat.payment_source_changed': (p: EventNames) =>
      `${p.client}’s place in ${p.service} with ${p.trainer} is paid from another source`,
    'fee.charged': (p: EventNames) => `${p.client} has a fee for ${p.fee}`,
    'fee.waived': (p: EventNames) => `${p.client}’s fee for ${p.fee} was let go: ${p.reason}`,
    'fee.waiver_taken_back': (p: EventNames) => `${p.client}’s fee for ${p.fee} stands again`,
    'fee.charged_again': (p: EventNames) => `${p.client}’s fee for ${p.fee} stands again`,
    'fee.withdrawn': (p: EventNames) => `${p.client}’s fee for ${p.fee} was withdrawn`,
    'series.created': (p: EventNames) => `${p.client} was booked for a series of ${p.service}`,
    'series.changed': () => 'The rest of a series was moved',
    'series.put_back': () => 'The rest of a series was reinstated',
    'series.ended': () => 'The rest of a series was cancelled',
    'product.added': () => 'A package or membership is sold now',
    'product.retired': () => 'A package or membership is sold no more',
    'product.restored': () => 'A package or membership is sold again',
    'package.sold': (p: EventNames) => `${p.client} bought a package`,
    'package.credit_held': (p: EventNames) =>
      `A credit of ${p.client}’s package was kept for ${p.service}`,
    'package.credit_used': (p: EventNames) => `${p.client} used a credit for ${p.service}`,
    'package.credit_released': (p: EventNames) =>
      `${p.client}’s credit for ${p.service} was given back`,
    'package.refunded': (p: EventNames) => `${p.client}’s package was refunded`,
    'package.voided': (p: EventNames) => `${p.client}’s package is void: its sale was voided`,
    'membership.started': (p: EventNames) => `${p.client} became a member`,
    'membership.renewed': (p: EventNames) => `${p.client}’s membership was renewed by a month`,
    'membership.voided': (p: EventNames) =>
      `A month of ${p.client}’s membership is void: its sale was voided or refunded`,
    'membership.paused': (p: EventNames) => `${p.client}’s membership was paused`,
    'membership.resumed': (p: EventNames) => `The pause of ${p.client}’s membership was ended`,
    'membership.ended': (p: EventNames) => `${p.client}’s membership was ended early`,
    'membership.reopened': (p: EventNames) => `The end of ${p.client}’s membership was taken back`,
    'drawer.opened': () => 'The cash drawer was opened',
    'drawer.movement': (p: EventNames) => `Cash was ${p.kind}`,
    'drawer.counted': () => 'The cash drawer was counted',
    'drawer.closed': () => 'The cash drawer was closed',
    'payment.completed': (p: EventNames) => `${p.client} paid for ${p.sold} by ${p.method}`,
    'payment.refunded': (p: EventNames) => `${p.client} got money back for ${p.sold}: ${p.reason}`,
    'payment.voided': (p: EventNames) =>
      `${p.client}’s payment for ${p.sold} by ${p.method} was voided: ${p.reason}`,
    'balance.paid_out': (p: EventNames) => `${p.client}’s balance was paid out by ${p.method}`,
    'balance.pay_out_voided': (p: EventNames) =>
      `A pay-out of ${p.client}’s balance was voided: ${p.reason}`,
    'day.closed': () => 'The day was closed',
    'earning.recorded': (p: EventNames) => `${p.trainer} earned from ${p.client}’s ${p.service}`,
    'earning.adjusted': (p: EventNames) =>
      `${p.trainer}’s earning from ${p.client}’s ${p.service} was changed`,
    'earning.rate_set': (p: EventNames) => `${p.trainer} has another rate of pay`,
    'earning.exported': () => 'A list of earnings was exported',
    'earning.period_locked': () => 'A pay period was locked',
    'sync.connected': () => 'This computer was connected to a cloud endpoint',
    'sync.disconnected': () => 'This computer was disconnected from its cloud endpoint',
    'sync.epoch_began': () => 'The log goes on as a history of its own',
    'messages.configured': () => 'How e-mail is sent was changed',
    'messages.retried': (p: EventNames) =>
      `The message about ${p.client}’s ${p.service} was queued again`,
    'log.erased': () => 'Personal data was erased from the log',
    'log.pruned': () => 'Old events were moved into an archive',
    'log.baseline': () => 'The log noted what stands in a table',
    'log.rows_written': () => 'The log noted what was written into the tables',
    'delivery.replayed': () => 'A failed event was tried again',
    'delivery.discarded': () => 'A failed event was given up',
  },
} as const
