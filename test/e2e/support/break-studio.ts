import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { readMigrations } from '../../../main/db/migrate.ts'
import { dataPaths } from '../../../main/platform/command-line.ts'
import { openStudioApp, type StudioApp } from '../../../main/studio-app.ts'
import { newId } from '../../../shared/ids.ts'
import { projectFolder } from '../../../tools/build/project-folder.ts'

const migrations = readMigrations(join(projectFolder, 'migrations'))

/**
 * Lets a handler give up the appointment events that `publish` logs, so that they are dead letters
 * when the window opens: there the handler is the real one again, which knows how.
 *
 * @param handler `loyalty-points` is in no version of FitFlow: in the window it is orphaned.
 */
export function failAt(
  dataDir: string,
  handler: 'analytics' | 'loyalty-points',
  publish: (app: StudioApp) => void,
): void {
  withStudioApp(dataDir, (app) => {
    app.bus.off(handler)
    app.bus.on(
      'appointment.*',
      () => {
        throw new RangeError('The counter of this hour is locked')
      },
      { name: handler, tier: 'after_commit', maxAttempts: 1 },
    )
    publish(app)
    app.delivery.drainDatabase()
  })
}

/** Logs something about an appointment again, as a second desk might. */
export function republish(app: StudioApp, appointmentId: string): void {
  const row = app.database
    .prepare('SELECT * FROM appointments WHERE id = ?')
    .get(appointmentId) as Record<'trainer_id' | 'service_id' | 'start_time' | 'end_time', string>
  const context = { actorId: null, commandId: null, correlationId: newId() }
  app.work.run(context, () =>
    app.bus.publish('appointment.reinstated', {
      appointmentId,
      trainerId: row.trainer_id,
      serviceId: row.service_id,
      startTime: row.start_time,
      endTime: row.end_time,
      localStart: row.start_time.slice(0, 16),
    } as never),
  )
}

/** Opens the studio in this process and closes it again. */
export function withStudioApp(dataDir: string, work: (app: StudioApp) => void): void {
  const app = openStudioApp({ file: dataPaths(dataDir).database, migrations })
  try {
    work(app)
  } finally {
    app.close()
  }
}

/** Changes an event past the log's own guard, as somebody with the file in their hands could. */
export function tamperWith(dataDir: string, seq: number): void {
  const file = new Sqlite(dataPaths(dataDir).database)
  try {
    const triggers = file
      .prepare(
        `SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'event_log'`,
      )
      .all() as { name: string; sql: string }[]
    for (const { name } of triggers) file.exec(`DROP TRIGGER ${name}`)
    file
      .prepare(`UPDATE event_log SET event_data = replace(event_data, '5500', '500') WHERE seq = ?`)
      .run(seq)
    for (const { sql } of triggers) file.exec(sql)
  } finally {
    file.close()
  }
}
