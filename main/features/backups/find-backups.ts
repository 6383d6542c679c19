import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { BackupFile, Backups } from '../../../shared/backups.ts'
import { instantFrom, localDateTimeOf } from '../../../shared/time.ts'
import { sql, type StudioDatabase } from '../../db/studio-database.ts'
import { archiveFolder } from '../../events/log-archive.ts'
import { readStudio } from '../studio/index.ts'

/** The copies there are of a studio, and what they are of. */
export function findBackups(database: StudioDatabase): Omit<Backups, 'job'> {
  const { file } = database
  const { time_zone: timeZone } = readStudio(database)
  const archives = archiveFolder(file)
  const last = findLast(database)
  return {
    last: last
      ? {
          file: last.file,
          bytes: last.bytes,
          madeAt: localDateTimeOf(last.made_at, timeZone),
          madeBy: last.name,
          isThere: existsSync(last.file),
        }
      : null,
    automatic: findAutomatic(file, timeZone),
    studio: { file, bytes: statSync(file).size },
    archives: existsSync(archives) && readdirSync(archives).length > 0 ? archives : null,
  }
}

/** The one that was made last. */
export function findLast(database: StudioDatabase) {
  return database.first(
    sql
      .selectFrom('backups')
      .innerJoin('staff', 'staff.id', 'backups.made_by')
      .select(['backups.file', 'backups.bytes', 'backups.made_at', 'staff.name'])
      .orderBy('backups.made_at', 'desc')
      .limit(1),
  )
}

/** What a migration copied before its step, see `db/migrate.ts`. */
function findAutomatic(file: string, timeZone: string): BackupFile[] {
  return readdirSync(dirname(file))
    .filter((name) => name.startsWith(`${basename(file)}.before-`))
    .map((name) => {
      const path = join(dirname(file), name)
      return { path, stats: statSync(path) }
    })
    .toSorted((a, b) => b.stats.mtimeMs - a.stats.mtimeMs)
    .map(({ path, stats }) => ({
      file: path,
      bytes: stats.size,
      madeAt: localDateTimeOf(instantFrom(Math.floor(stats.mtimeMs)), timeZone),
    }))
}
