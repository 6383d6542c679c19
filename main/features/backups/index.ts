import { existsSync } from 'node:fs'
import type { backupsContract } from '../../../shared/backups.ts'
import { ok, refuse } from '../../../shared/result.ts'
import { localDateOf } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import type { ChooseFile } from '../file-exports.ts'
import type { HandlersOf } from '../handlers.ts'
import { readStudio } from '../studio/index.ts'
import type { BackupMaker } from './backup-maker.ts'
import { findBackups, findLast } from './find-backups.ts'

export { BackupMaker } from './backup-maker.ts'

/** The door of the backups: copies of the whole studio in a place that a manager chooses. */
export function backupsHandlers(
  database: StudioDatabase,
  maker: BackupMaker,
  chooseFile: ChooseFile,
  showFile: (file: string) => void,
): HandlersOf<typeof backupsContract> {
  return {
    'backups.state': () => ok({ job: maker.job, ...findBackups(database) }),
    'backups.make': (tx, _, { actor }) => {
      if (maker.isRunning) return refuse('backup_running', {})
      const today = localDateOf(tx.now, readStudio(database).time_zone)
      tx.afterCommit(() => {
        void maker.make(() => chooseFile(words.backups.fileName(today)), actor.id)
      })
      return ok(null)
    },
    'backups.cancel': (tx) => {
      if (!maker.isRunning) return refuse('backup_not_running', {})
      tx.afterCommit(() => maker.cancel())
      return ok(null)
    },
    'backups.show': (tx) => {
      const last = findLast(database)
      if (!last || !existsSync(last.file)) return refuse('backup_missing', {})
      tx.afterCommit(() => showFile(last.file))
      return ok(null)
    },
  }
}
