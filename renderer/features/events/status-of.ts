import type { SubscriptionState } from '../../../shared/event-monitor.ts'

/** The state of a handler by its name; running while it is not known yet. */
export function statusOf(
  subscriptions: readonly SubscriptionState[] | undefined,
  name: string,
): SubscriptionState['status'] {
  return subscriptions?.find((subscription) => subscription.name === name)?.status ?? 'running'
}
