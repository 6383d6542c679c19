import { Desk } from '../support/desk.ts'

/**
 * Opens a killed studio for the last time and lets every delivery come to its end: what a process
 * that died twice in a handler left as a dead letter is replayed, as a manager would.
 */
export function settleStudio(file: string): { problems: string[]; replayed: number } {
  // An hour on: what waits for its next attempt is due.
  const desk = Desk.open(file, () => Date.now() + 3_600_000)
  try {
    desk.signIn()
    desk.app.delivery.recover()
    desk.app.delivery.drainDatabase()
    const letters = desk.all<{ id: string; error_name: string }>(
      'SELECT id, error_name FROM dead_letters WHERE resolution IS NULL',
    )
    const problems = letters
      .filter(({ error_name }) => error_name !== 'ProcessCrash')
      .map(({ error_name }) => `a dead letter by ${error_name}`)
    for (const { id } of letters) desk.command('events.replay', { deadLetterId: id })
    desk.app.delivery.drainDatabase()
    const owed = desk.all('SELECT * FROM event_delivery')
    if (owed.length > 0) problems.push(`still owed in the end: ${JSON.stringify(owed[0])}`)
    const behind = desk.all<{ service_name: string }>(
      `SELECT service_name FROM event_subscriptions
       WHERE tier = 'after_commit' AND cursor_seq < (SELECT seq FROM event_log_head)`,
    )
    for (const { service_name } of behind) problems.push(`${service_name} did not come to the end`)
    return { problems, replayed: letters.length }
  } finally {
    desk.close()
  }
}
