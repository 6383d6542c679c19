/** Words of money: paying, refunding and the receipt. */
export const payment = {} as const
