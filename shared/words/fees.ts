/** Words of fees. */
export const fees = {
  title: 'Fees',
  kinds: { late_cancellation: 'Cancelled late', no_show: 'Did not come' },
  states: {
    pending: 'Pending',
    due: 'Due',
    kept: 'Kept',
    paid: 'Paid',
    waived: 'Let go',
    forgiven: 'Forgiven',
    withdrawn: 'Withdrawn',
  },
  pendingUntil: (when: string): string => `Due ${when}`,
  pay: 'Take payment',
  payOf: (amount: string): string => `Take payment of the ${amount} fee`,
  payTitle: (kind: string): string => `Take the fee: ${kind.toLowerCase()}`,
  waive: 'Let go',
  waiveTitle: (amount: string): string => `Let ${amount} go?`,
  waiveBody: 'The client does not owe it any more. What was kept of a payment goes back.',
  keep: 'Leave it',
  waived: (amount: string): string => `The ${amount} fee is let go`,
  empty: 'No fees.',
} as const
