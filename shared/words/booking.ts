/** Words of booking: the form and the appointment panel. */
export const booking = {} as const
