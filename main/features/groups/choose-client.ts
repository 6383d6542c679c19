import type { z } from 'zod'
import type { clientChoiceSchema } from '../../../shared/appointments.ts'
import type { Client } from '../../../shared/clients.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { findActiveClient, registerClient } from '../clients/index.ts'

/** The client that was chosen, registered first when they are new. Refuses `client_not_found`. */
export function chooseClient(
  tx: Tx,
  bus: EventBus,
  choice: z.output<typeof clientChoiceSchema>,
): Result<Client> {
  const id = choice.kind === 'new' ? registerClient(tx, bus, choice.client) : choice.clientId
  const client = findActiveClient(tx.database, id)
  return client ? ok(client) : refuse('client_not_found', {})
}
