import { expect } from '@playwright/test'
import { numberOf } from './read-from-outside.ts'

/**
 * Waits until every subscription has seen every event and every calendar is written: from then on the
 * file changes only when asked to.
 */
export async function settled(dataDir: string): Promise<void> {
  await expect
    .poll(() =>
      numberOf(
        dataDir,
        `SELECT (SELECT seq FROM event_log_head) - min(cursor_seq)
           + (SELECT count(*) FROM calendar_files WHERE written < changes)
         FROM event_subscriptions WHERE tier = 'after_commit'`,
      ),
    )
    .toBe(0)
}
