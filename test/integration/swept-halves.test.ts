import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { beforeEach, describe, expect, it } from 'vitest'
import { beginFile } from '../../main/db/unfinished-files.ts'
import { writeChosenFile } from '../../main/db/write-chosen-file.ts'
import { makeTempFolder } from '../support/make-temp-folder.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { valueOf } from '../support/read-result.ts'

let studio: TestStudio

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('manager')
})

/** Until what is being written has been. */
async function untilSaved(state: () => string | undefined): Promise<void> {
  await expect.poll(state, { timeout: 30_000 }).toBe('saved')
}

describe('what a FitFlow that was killed has left', () => {
  it('in the data folder is swept after the next start; what belongs to the studio stays', async () => {
    const folder = dirname(studio.file)
    mkdirSync(join(folder, 'rebuild-aB3dE6'))
    mkdirSync(join(folder, 'archive'))
    mkdirSync(join(folder, 'calendars'))
    const left = [
      'studio.db.partial',
      'studio.db.partial-wal',
      'studio.db.partial-journal',
      'studio.db.copying',
      'studio.db.copying-journal',
      'studio.db.before-0009_packages-journal',
      'sync-tokens.json.partial',
      'rebuild-aB3dE6/model.db',
      'archive/events-1-9.jsonl.gz.partial',
      'calendars/x.ics.part',
    ]
    const kept = ['studio.db.before-0009_packages', 'calendars/x.ics', 'rebuild-notes', 'key']
    // A minute ago: a clock that was just put right must not make them this run's.
    const then = Date.now() / 1_000 - 60
    for (const name of [...left, ...kept.slice(0, 3)]) {
      writeFileSync(join(folder, name), 'names')
      utimesSync(join(folder, name), then, then)
    }
    utimesSync(join(folder, 'rebuild-aB3dE6'), then, then)
    studio.reopen()
    await studio.app.tidyUp()
    expect(left.filter((name) => existsSync(join(folder, name)))).toEqual([])
    expect(kept.filter((name) => !existsSync(join(folder, name)))).toEqual([])
  })

  it('is not what this one is writing under the same names', async () => {
    const folder = dirname(studio.file)
    mkdirSync(join(folder, 'calendars'), { recursive: true })
    const chosen = join(makeTempFolder(), 'copy.db.part')
    studio.reopen()
    studio.clock.advance({ ms: 1 })
    beginFile(studio.app.work, chosen)
    mkdirSync(join(folder, 'rebuild-aB3dE6'))
    const written = [chosen, join(folder, 'calendars', 'x.ics.part')]
    for (const file of written) writeFileSync(file, 'names')
    await studio.app.tidyUp()
    for (const file of [...written, join(folder, 'rebuild-aB3dE6')]) {
      expect(existsSync(file)).toBe(true)
    }
  })

  it('of a studio that is just being seeded stays', async () => {
    const seeding = new Sqlite(`${studio.file}.partial`)
    seeding.exec('CREATE TABLE t (a); BEGIN IMMEDIATE')
    studio.reopen()
    await studio.app.tidyUp()
    expect(existsSync(`${studio.file}.partial`)).toBe(true)
    seeding.close()
  })

  it('of a backup, with the journal beside it, is swept wherever it lies, also once its stick is back', async () => {
    const stick = join(makeTempFolder(), 'stick')
    const part = join(stick, 'copy.db.part')
    beginFile(studio.app.work, part)
    studio.reopen()
    await studio.app.tidyUp()
    const notices = () => valueOf(studio.call('studio.condition', {})).notices
    expect(notices()).toMatchObject([{ code: 'leftovers' }])
    expect(notices()[0]!.message).toContain(part)

    mkdirSync(stick)
    writeFileSync(part, 'names')
    writeFileSync(`${part}-journal`, 'names')
    writeFileSync(join(stick, 'copy.db'), 'the backup of yesterday')
    studio.reopen()
    await studio.app.tidyUp()
    expect(readdirSync(stick)).toEqual(['copy.db'])
    expect(notices()).toEqual([])
    expect(studio.rows('SELECT * FROM unfinished_files')).toEqual([])
  })

  it.each<[string, () => Promise<void>]>([
    [
      'a backup',
      async () => {
        valueOf(studio.command('backups.make', {}))
        await untilSaved(() => valueOf(studio.call('backups.state', {})).job?.state)
      },
    ],
    [
      'a client’s data',
      async () => {
        const { clientId } = valueOf(studio.command('clients.register', { name: 'Cleo Client' }))
        valueOf(studio.command('clients.export', { clientId, format: 'json' }))
        await untilSaved(() => valueOf(studio.call('clients.exportState', {}))?.state)
      },
    ],
    [
      'earnings',
      async () => {
        const period = { from: '2026-03-01', until: '2026-03-31' }
        valueOf(studio.command('earnings.export', { period }))
        await untilSaved(() => valueOf(studio.call('earnings.exportState', {}))?.state)
      },
    ],
  ])(
    'of %s is remembered before the first byte of it, and what was there stays until the last',
    async (_, write) => {
      const file = join(makeTempFolder(), 'chosen')
      writeFileSync(file, 'of yesterday')
      studio.choose = file
      let seen: unknown[] = []
      studio.app.work.onCommit(() => {
        const rows = studio.rows('SELECT file FROM unfinished_files')
        if (rows.length > 0) seen = [...rows, readdirSync(dirname(file))]
      })
      await write()
      expect(seen).toEqual([{ file: `${file}.part` }, ['chosen']])
      expect(readdirSync(dirname(file))).toEqual(['chosen'])
      expect(readFileSync(file).includes('of yesterday')).toBe(false)
      expect(studio.rows('SELECT * FROM unfinished_files')).toEqual([])
    },
  )

  it('on a stick that is pulled out in the middle is swept when it is back', async () => {
    const stick = join(makeTempFolder(), 'stick')
    const file = join(stick, 'chosen.csv')
    mkdirSync(stick)
    const pulled = writeChosenFile(studio.app.work, file, async (handle) => {
      await handle.writeFile('Cleo;55,00')
      renameSync(stick, `${stick}.away`)
    })
    await expect(pulled).rejects.toThrow('ENOENT')
    expect(studio.rows('SELECT file FROM unfinished_files')).toEqual([{ file: `${file}.part` }])
    renameSync(`${stick}.away`, stick)
    expect(readdirSync(stick)).toEqual(['chosen.csv.part'])
    studio.reopen()
    await studio.app.tidyUp()
    expect(readdirSync(stick)).toEqual([])
  })
})
