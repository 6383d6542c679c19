import type { SqlServer } from '../storage/sql-server.ts'
import { analyticsWorker } from './analytics/count-figures.ts'
import { notificationsWorker } from './notifications/notify-studio.ts'
import type { Worker } from './worker.ts'

/** All workers there are. The relay has the broker keep events for each of them from its start on. */
export function allWorkers(server: SqlServer): readonly Worker[] {
  return [notificationsWorker(server), analyticsWorker()]
}
