/** Words of what the studio holds for a client. */
export const account = {
  title: 'Balance',
  balance: 'Held for the client',
  topUp: 'Top up',
  topUpTitle: 'Top up the balance',
  topUpAmount: 'Amount',
  topUpHelp: 'Sessions and fees can be paid with it later.',
  kinds: {
    top_up: 'Topped up',
    spent: 'Paid with it',
    refund: 'Refund',
    void: 'Sale voided',
  },
} as const
