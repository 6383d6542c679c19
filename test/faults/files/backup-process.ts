/** Makes backups until it is killed: `node backup-process.ts STUDIO TARGET`. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { BackupMaker } from '../../../main/features/backups/index.ts'
import { Desk } from '../support/desk.ts'

const [studio = '', target = ''] = process.argv.slice(2)
const worker = pathToFileURL(join(import.meta.dirname, '../../../main/backup-worker.ts'))
const desk = Desk.open(studio)
desk.app.database.exec(
  `CREATE TABLE IF NOT EXISTS big (bytes BLOB) STRICT;
   WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 6)
   INSERT INTO big SELECT randomblob(1000000) FROM n WHERE NOT EXISTS (SELECT 1 FROM big)`,
)
const manager = desk.all<{ id: string }>(`SELECT id FROM staff WHERE role = 'manager'`)[0]!
const maker = new BackupMaker(desk.app.work, desk.app.bus, worker)
process.stdout.write('working\n')
while (true) await maker.make(() => Promise.resolve(target), manager.id)
