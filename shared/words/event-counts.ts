/** A number as it is read: 12,345. */
export const count = (amount: number): string => amount.toLocaleString('en-GB')

/** So many events, in words. */
export const howMany = (amount: number): string =>
  amount === 1 ? '1 event' : `${count(amount)} events`
