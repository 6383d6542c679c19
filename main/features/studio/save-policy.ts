import type { Policy } from '../../../shared/policy.ts'
import type { LocalDate } from '../../../shared/time.ts'
import { topics } from '../../../shared/topics.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { readStudio } from './read-studio.ts'

/** Writes a policy that holds from a day on. The caller has made sure that the day is not over. */
export function savePolicy(tx: Tx, bus: EventBus, effectiveFrom: LocalDate, policy: Policy): void {
  tx.database.insert('policies', {
    effective_from: effectiveFrom,
    terms: JSON.stringify(policy),
    changed_at: tx.now,
    changed_by: tx.actorId,
  })
  bus.publish('policy.changed', {
    studioId: readStudio(tx.database).tenant_id,
    effectiveFrom,
    policy,
  })
  tx.touch(topics.studio)
}
