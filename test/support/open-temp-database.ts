import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { StudioDatabase } from '../../main/db/studio-database.ts'
import { makeTempFolder } from './make-temp-folder.ts'

/**
 * An empty studio's file in a folder of its own. Closed when the test has finished, before the folder goes: Windows
 * removes no file that is open.
 */
export function openTempDatabase(): StudioDatabase {
  const database = StudioDatabase.open(join(makeTempFolder(), 'studio.db'))
  onTestFinished(() => database.close())
  return database
}
