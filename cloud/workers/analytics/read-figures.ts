import type { SqlServer } from '../../storage/sql-server.ts'
import { figureNames } from './count-figures.ts'

/** What one day came to in one currency; money in minor units. */
export interface DayFigures {
  readonly day: string
  readonly currency: string
  readonly booked: number
  readonly cancelled: number
  readonly no_shows: number
  readonly completed: number
  readonly revenue: number
  readonly refunds: number
}

/** The days of a range, both ends included; days without anything are left out. */
export async function readFigures(
  server: SqlServer,
  tenantId: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<DayFigures[]> {
  return server.all(
    `SELECT day, currency, ${figureNames.join(', ')} FROM figures
     WHERE tenant_id = ? AND day >= ? AND day <= ? ORDER BY day, currency`,
    [tenantId, from, to],
  )
}
