import type { z } from 'zod'
import type { clientChoiceSchema } from '../../../shared/appointments.ts'
import type { Client } from '../../../shared/clients.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { findActiveClient, registerClient } from '../clients/index.ts'
import type { ClientInGroup } from './decide-seat.ts'
import { clientIn, findGroupInBook, type Group } from './group-row.ts'

/**
 * The client that was chosen for a group, registered first when they are new, and what there is of
 * them in it already. Refuses `client_not_found` and what {@link findGroupInBook} refuses.
 */
export function chooseForGroup(
  tx: Tx,
  bus: EventBus,
  {
    appointmentId,
    client: choice,
  }: {
    readonly appointmentId: string
    readonly client: z.output<typeof clientChoiceSchema>
  },
): Result<{
  readonly group: Group
  readonly client: Client
  readonly inGroup: ClientInGroup
}> {
  const found = findGroupInBook(tx, appointmentId)
  if (!found.ok) return found
  const id = choice.kind === 'new' ? registerClient(tx, bus, choice.client) : choice.clientId
  const client = findActiveClient(tx.database, id)
  if (!client) return refuse('client_not_found', {})
  return ok({ group: found.value, client, inGroup: clientIn(tx.database, appointmentId, client) })
}
